using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>One lock in the directory of its region.</summary>
/// <remarks><code>
///    0  IsReady      1 when all else is in place; written last; entries are never taken back
///    4  Kind
///    8  Offset       where the lock is, from the start of the region
///   16  Size         bytes
///   24  Count        permits of a semaphore, participants of a barrier; else 0
///   28  NameLength   bytes
///   32  Name         UTF-8
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = EntrySize)]
internal struct LockEntryLayout
{
    public const int EntrySize = 128;
    public const int NameOffset = 32;
    public const int MostNameBytes = 96;

    [FieldOffset(0)] public int IsReady;
    [FieldOffset(4)] public int Kind;
    [FieldOffset(8)] public long Offset;
    [FieldOffset(16)] public long Size;
    [FieldOffset(24)] public int Count;
    [FieldOffset(28)] public int NameLength;
}
