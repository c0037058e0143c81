using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>A participant's slot in the table of its region. Only who holds the slot's lock writes it, but for the bell.</summary>
/// <remarks><code>
///    0  State         generation * 2, and 1 while somebody's
///    4  RosterBell    rung by who joins (see <see cref="Bell"/>)
///    8  ProcessId     for people, and to watch the process; proves nothing
///   12  NameLength    bytes
///   16  Namespace     which numbering of processes the number is of; 0: unknown
///   24  Joined        UTC, in ticks of 100 ns since the year 1
///   32  Name          UTF-8
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = SlotSize)]
internal struct SlotLayout
{
    public const int SlotSize = 128;
    public const int NameOffset = 32;
    public const int MostNameBytes = 64;
    public const int RosterBellOffset = 4;

    [FieldOffset(0)] public uint State;
    [FieldOffset(RosterBellOffset)] public int RosterBell;
    [FieldOffset(8)] public int ProcessId;
    [FieldOffset(12)] public int NameLength;
    [FieldOffset(16)] public ulong Namespace;
    [FieldOffset(24)] public long Joined;
}
