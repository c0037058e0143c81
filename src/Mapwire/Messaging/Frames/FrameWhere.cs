namespace Mapwire;

/// <summary>Where the record of a frame ends: bit 0 that it is known, bits 1-11 the lane, 12-63 the position. 0 is not known yet.</summary>
internal readonly record struct FrameWhere(long Word)
{
    public bool IsKnown => (Word & 1) != 0;

    public int Lane => (int)(Word >> 1 & 0x7FF);

    public long Position => Word >> 12;

    public static FrameWhere Of(int lane, long position) => new(position << 12 | (long)lane << 1 | 1);
}
