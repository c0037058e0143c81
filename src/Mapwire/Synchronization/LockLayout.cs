using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>A lock of any kind: this, a <see cref="CellLayout"/> for each slot, then what the kind needs (the permits of a semaphore).</summary>
/// <remarks><code>
///    0  Word     the state; each kind's own
///    8  Notice   whether somebody may wait, where the word has no room for it
///  128  cells
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = HeadSize)]
internal struct LockLayout
{
    public const int HeadSize = 128;
    public const int NoticeOffset = 8;
    public const int MostPermits = 65536;

    [FieldOffset(0)] public long Word;
    [FieldOffset(NoticeOffset)] public long Notice;

    /// <summary>Bytes of a lock.</summary>
    public static long SizeOf(LockKind kind, int count, int slots)
    {
        var size = HeadSize + ((long)slots * CellLayout.CellSize);
        return kind == LockKind.Semaphore ? (size + ((long)count * sizeof(long)) + 127) / 128 * 128 : size;
    }
}
