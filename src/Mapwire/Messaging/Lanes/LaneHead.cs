namespace Mapwire;

/// <summary>The word up to where a lane is claimed, and by which hand last.</summary>
/// <remarks>It has 52 bits of the position. The rest is the reader's own: positions only grow, and a lane is far smaller than what 52 bits tell apart.</remarks>
internal static class LaneHead
{
    public const int NoHand = 0xFFF;
    public const int HandBits = 12;

    public static long Of(long position, int hand) => (position << HandBits) | (uint)hand;

    public static int HandOf(long head) => (int)(head & NoHand);

    /// <summary>The position, given one of the same lane that is less than 2^51 words away.</summary>
    public static long PositionNear(long head, long near) => near + ((((long)((ulong)head >> HandBits) - near) << HandBits) >> HandBits);
}
