using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The beginning of a topic's body. The cells of the participants follow, then the lanes, their kept marks, and from the next page on their rings; behind them, where there are frames, the pool.</summary>
/// <remarks><code>
///    0  LaneCount      how many publishers at once
///    4  FrameCount     how many frames it has room for; 0 for a topic without frames
///    8  LaneBytes      the size of each ring, a power of two
///   16  TypeLength     bytes of the type's name
///   20  TypeSize       bytes of each message; 0 for any number
///   24  FrameBytes     how many bytes a frame has at most
///  128  Shared         what all lanes have in common
///  256  Type           the name of the messages' type, UTF-8
///  384  Error          what Complete was given, UTF-8
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = TopicSize)]
internal struct TopicLayout
{
    public const int TopicSize = 640;

    [FieldOffset(0)] public int LaneCount;
    [FieldOffset(4)] public int FrameCount;
    [FieldOffset(8)] public long LaneBytes;
    [FieldOffset(16)] public int TypeLength;
    [FieldOffset(20)] public int TypeSize;
    [FieldOffset(24)] public int FrameBytes;
    [FieldOffset(LaneSharedLayout.Offset)] public LaneSharedLayout Shared;
}
