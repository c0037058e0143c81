using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>How far one subscriber is in one lane.</summary>
/// <remarks><code>
///    0  Position    everything before it is not needed by this subscriber any more, in words of 8 bytes since the lane was made
///    8  Sequence    how many messages had been published before that
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = CursorSize)]
internal struct TopicCursorLayout
{
    public const int CursorSize = 16;

    [FieldOffset(0)] public long Position;
    [FieldOffset(8)] public long Sequence;
}
