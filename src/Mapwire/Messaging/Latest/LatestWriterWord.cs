namespace Mapwire;

/// <summary>What the word says that tells who writes: the slot + 1 in bits 0-15, 0 for nobody, and in bits 32-62 how many writers there have been.</summary>
internal static class LatestWriterWord
{
    private const long SlotMask = 0xFFFF;
    private const long MostCount = 0x7FFFFFFF;
    private const int CountShift = 32;

    /// <summary>The slot; -1 for nobody's.</summary>
    public static int SlotOf(long word) => (int)(word & SlotMask) - 1;

    public static int CountOf(long word) => (int)((word >> CountShift) & MostCount);

    /// <summary>The word after somebody has begun to write.</summary>
    public static long Taken(long word, int slot) => (((CountOf(word) % MostCount) + 1) << CountShift) | (uint)(slot + 1);

    /// <summary>The word after the writer has gone.</summary>
    public static long Freed(long word) => word & ~SlotMask;

    /// <summary>Whether somebody wrote once, and nobody does now.</summary>
    public static bool IsGone(long word) => SlotOf(word) < 0 && CountOf(word) != 0;

    public static bool IsPossible(long word, int slots) => word >= 0 && SlotOf(word) < slots && (word & 0xFFFF0000) == 0 && (SlotOf(word) < 0 || CountOf(word) > 0);
}
