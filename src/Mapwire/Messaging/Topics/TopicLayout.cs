using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The beginning of a topic's body. The cells of the participants follow, then the lanes, their kept marks, and from the next page on their rings.</summary>
/// <remarks><code>
///    0  LaneCount      how many publishers at once
///    8  LaneBytes      the size of each ring, a power of two
///   16  TypeLength     bytes of the type's name
///   20  TypeSize       bytes of each message; 0 for any number
///  128  Shared         what all lanes have in common
///  256  Type           the name of the messages' type, UTF-8
///  384  Error          what Complete was given, UTF-8
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = TopicSize)]
internal struct TopicLayout
{
    public const int TopicSize = 640;

    [FieldOffset(0)] public int LaneCount;
    [FieldOffset(8)] public long LaneBytes;
    [FieldOffset(16)] public int TypeLength;
    [FieldOffset(20)] public int TypeSize;
    [FieldOffset(LaneSharedLayout.Offset)] public LaneSharedLayout Shared;
}
