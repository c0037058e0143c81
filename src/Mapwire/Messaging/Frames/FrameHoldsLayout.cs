using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>What one participant holds of a pool of frames; only it writes here, and who recovers it.</summary>
/// <remarks><code>
///    0  First     the first of 16 words, each a FrameHold: what it holds; 0 for nothing
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = HoldsSize)]
internal struct FrameHoldsLayout
{
    public const int HoldsSize = 128;
    public const int Most = HoldsSize / sizeof(long);

    [FieldOffset(0)] public long First;
}
