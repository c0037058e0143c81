using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The beginning of a buffer, which has one version after the other. The bytes follow; the next buffer begins at a multiple of 128.</summary>
/// <remarks><code>
///    0  Sequence   twice the version whose value is here; one less while it is written
///    8  Time       when it was written, by the machine's monotonic clock
///   16  Length     how many bytes it has
///   32  the bytes
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = BufferSize)]
internal struct LatestBufferLayout
{
    public const int BufferSize = 32;

    [FieldOffset(0)] public long Sequence;
    [FieldOffset(8)] public long Time;
    [FieldOffset(16)] public int Length;
}
