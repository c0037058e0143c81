using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>What a word that says who owns a lock is made of.</summary>
/// <remarks><code>
///   0-15   the owner's slot + 1; 0: nobody's
///   16     Abandoned   an owner died or left while it had the lock; stays until an owner says that the data are repaired
///   17     Waiters     somebody may wait; who lets go must look for them
///   18     Starving    a waiter was rung and came too late; who lets go must hand over
///   19     Handed      the owner named has been given the lock and has not taken it yet
///   20     Draining    the owner named may not write yet: there are readers inside
///   21     Readers     readers may wait; who lets go must let them in
///   32-63  grows with each acquisition
/// </code></remarks>
internal static class OwnerWord
{
    public const long Abandoned = 1L << 16;
    public const long Waiters = 1L << 17;
    public const long Starving = 1L << 18;
    public const long Handed = 1L << 19;
    public const long Draining = 1L << 20;
    public const long Readers = 1L << 21;
    private const long OwnerMask = 0xFFFF;
    private const long Flags = Abandoned | Waiters | Starving | Handed | Draining | Readers;
    private const long LowHalf = 0xFFFFFFFF;
    private const long One = 1L << 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFree(long word) => (word & OwnerMask) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFreeAndQuiet(long word) => (word & LowHalf) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SlotOf(long word) => (int)(word & OwnerMask) - 1;

    /// <summary>The word after the free lock was taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Taken(long word, int slot) => word + One + slot + 1;

    /// <summary>The word after the lock was let go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Freed(long word) => word & ~(OwnerMask | Handed | Draining);

    /// <summary>The word after the lock was handed to another.</summary>
    public static long HandedTo(long word, int slot) => Freed(word) | (long)(slot + 1) | Handed;

    /// <summary>The word after who was handed the lock has taken it.</summary>
    public static long TakenOver(long word) => (word & ~Handed) + One;

    /// <summary>The word as that of another acquisition by the same owner.</summary>
    public static long Renewed(long word) => word + One;

    /// <summary>Whether two words are of the same acquisition.</summary>
    public static bool IsSame(long word, long ticket) => ((word ^ ticket) & ~Flags) == 0 && (word & Handed) == 0;

    /// <summary>Whether it can be the word of a permit, which has no flags.</summary>
    public static bool IsPossiblePermit(long word, int slots) => (word & LowHalf & ~OwnerMask) == 0 && SlotOf(word) < slots;

    /// <summary>Whether it can be the word of a lock.</summary>
    public static bool IsPossible(long word, int slots) =>
        (word & LowHalf & ~(OwnerMask | Flags)) == 0 && SlotOf(word) < slots && (!IsFree(word) || (word & (Handed | Draining)) == 0);
}
