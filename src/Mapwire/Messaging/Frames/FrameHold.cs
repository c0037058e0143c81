namespace Mapwire;

/// <summary>What a participant holds: bits 0-15 a slot of the pool + 1, 16-63 the generation of the frame. 0 is nothing.</summary>
internal readonly record struct FrameHold(long Word)
{
    public bool IsNone => Word == 0;

    public int Slot => (int)(Word & 0xFFFF) - 1;

    public long Generation => Word >> 16;

    public static FrameHold Of(int slot, long generation) => new(generation << 16 | (long)(slot + 1));
}
