using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>What one participant has in a queue. The counts go on from one owner of the slot to the next.</summary>
/// <remarks><code>
///    0  ReadBell      rung when there may be something to read
///    8  WriteBell     rung when there may be room
///   16  Read          how many messages this slot's owners have read
///   24  Redelivered   how many of these another had before
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = CellSize)]
internal struct QueueCellLayout
{
    public const int CellSize = 128;
    public const int WriteBellOffset = 8;

    [FieldOffset(0)] public int ReadBell;
    [FieldOffset(WriteBellOffset)] public int WriteBell;
    [FieldOffset(16)] public long Read;
    [FieldOffset(24)] public long Redelivered;
}
