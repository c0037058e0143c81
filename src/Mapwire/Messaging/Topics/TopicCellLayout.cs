using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>What one participant has in a topic. Its cursors follow, one for each lane. But for the bells, only it writes here, and who recovers it.</summary>
/// <remarks><code>
///    0  ReadBell     rung when there may be something to read
///    8  WriteBell    rung when there may be room
///  128  State        see SubscriberState
///  136  Read         how many messages this slot's owners have read
///  144  Lost         how many were lost to them
///  152  ReadBefore   what Read was when this owner joined
///  160  LostBefore   what Lost was
///  256  the cursors
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = CellSize)]
internal struct TopicCellLayout
{
    /// <summary>Without the cursors.</summary>
    public const int CellSize = 256;

    [FieldOffset(0)] public int ReadBell;
    [FieldOffset(QueueCellLayout.WriteBellOffset)] public int WriteBell;
    [FieldOffset(128)] public int State;
    [FieldOffset(136)] public long Read;
    [FieldOffset(144)] public long Lost;
    [FieldOffset(152)] public long ReadBefore;
    [FieldOffset(160)] public long LostBefore;
}
