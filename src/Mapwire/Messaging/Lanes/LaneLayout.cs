using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>A lane, without its ring. Each group of 128 bytes is written by one side only.</summary>
/// <remarks><code>
///    0  Owner         slot + 1 of the writer; 0 for none
///    8  Tail          where the next record begins, in words of 8 bytes since the lane was made
///   16  Written       how many messages were published
///   24  Dropped       how many the writer dropped because the lane was full
///   32  HighWater     the most words that were in use when the writer looked
///  128  Head          bits 0-11 the hand that claimed last (0xFFF: none yet), bits 12-63 up to where records are claimed
///  256  WriterWaits   bit 0: the writer waits for room; the rest counts
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = LaneSize)]
internal struct LaneLayout
{
    public const int LaneSize = 384;

    [FieldOffset(0)] public int Owner;
    [FieldOffset(8)] public long Tail;
    [FieldOffset(16)] public long Written;
    [FieldOffset(24)] public long Dropped;
    [FieldOffset(32)] public long HighWater;
    [FieldOffset(128)] public long Head;
    [FieldOffset(256)] public int WriterWaits;
}
