using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>A lock of any kind: this, a <see cref="CellLayout"/> for each slot, then what the kind needs (the permits of a semaphore).</summary>
/// <remarks><code>
///    0  Word     the state; each kind's own
///  128  cells
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = HeadSize)]
internal struct LockLayout
{
    public const int HeadSize = 128;
    public const int MostPermits = 65536;

    [FieldOffset(0)] public long Word;

    /// <summary>Where the cell of a slot is in a lock that is at an offset.</summary>
    public static long CellOf(long offset, int slot) => offset + HeadSize + ((long)slot * CellLayout.CellSize);

    /// <summary>Where a permit of a semaphore is, behind the cells of all slots.</summary>
    public static long PermitOf(long offset, int slots, int index) => CellOf(offset, slots) + ((long)index * sizeof(long));

    /// <summary>Bytes of a lock.</summary>
    public static long SizeOf(LockKind kind, int count, int slots)
    {
        var size = HeadSize + ((long)slots * CellLayout.CellSize);
        return kind == LockKind.Semaphore ? (size + ((long)count * sizeof(long)) + 127) / 128 * 128 : size;
    }
}
