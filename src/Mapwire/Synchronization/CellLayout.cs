using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>What one participant has in one lock.</summary>
/// <remarks><code>
///    0  Bell          of who waits for the lock (of a reader-writer lock: to write)
///    8  ReaderBell    of who waits to read
///   12  Share         how many readers of this participant are in
///   16  Arrival       of a barrier: 0 no member; else (1 + the phase it last arrived for, or 0) * 2 + 1
/// </code>
/// ReaderBell and Share are changed together, as one number of 64 bits.</remarks>
[StructLayout(LayoutKind.Explicit, Size = CellSize)]
internal struct CellLayout
{
    public const int CellSize = 128;
    public const int ReadersOffset = 8;
    public const int ArrivalOffset = 16;

    [FieldOffset(0)] public int Bell;
    [FieldOffset(ReadersOffset)] public int ReaderBell;
    [FieldOffset(12)] public int Share;
    [FieldOffset(ArrivalOffset)] public long Arrival;
}
