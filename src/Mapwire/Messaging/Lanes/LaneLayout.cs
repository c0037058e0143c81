using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>A lane, without its ring. Each group of 128 bytes is written by one side only.</summary>
/// <remarks><code>
///    0  Owner         slot + 1 of the writer; 0 for none
///    4  Newer         which of the two marks is the newer, in bit 0
///    8  First         a mark: where the next record began when it was made, and how many messages had been published before
///   24  Second        the other
///   40  Dropped       how many the writer dropped because the lane was full
///   48  HighWater     the most words that were in use when the writer looked
///   56  Limit         of a topic: up to where the writer may be writing; what lies a ring before that may be written over
///  128  Head          bits 0-11 the hand that claimed last (0xFFF: none yet), bits 12-63 up to where records are claimed
///  256  WriterWaits   bit 0: the writer waits for room; the rest counts
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = LaneSize)]
internal struct LaneLayout
{
    public const int LaneSize = 384;

    [FieldOffset(0)] public int Owner;
    [FieldOffset(4)] public int Newer;
    [FieldOffset(8)] public LaneMarkLayout First;
    [FieldOffset(24)] public LaneMarkLayout Second;
    [FieldOffset(40)] public long Dropped;
    [FieldOffset(48)] public long HighWater;
    [FieldOffset(56)] public long Limit;
    [FieldOffset(128)] public long Head;
    [FieldOffset(256)] public int WriterWaits;
}
