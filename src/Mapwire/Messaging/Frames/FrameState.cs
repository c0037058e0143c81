namespace Mapwire;

/// <summary>What a slot of a pool is: bits 0-1 what, 2-15 the participant's slot + 1 of who fills or filled it, 16-63 a generation that grows each time that somebody takes it to fill it.</summary>
internal readonly record struct FrameState(long Word)
{
    public const int Free = 0;
    public const int Filling = 1;
    public const int Published = 2;

    public int Kind => (int)(Word & 3);

    /// <summary>The participant's slot; -1 for none.</summary>
    public int By => (int)(Word >> 2 & 0x3FFF) - 1;

    public long Generation => Word >> 16;

    /// <summary>Taken to be filled.</summary>
    public FrameState TakenBy(int slot) => Of(Filling, slot, Generation + 1);

    /// <summary>What was being filled, with a frame in it.</summary>
    public FrameState AsPublished() => Of(Published, By, Generation);

    public FrameState AsFree() => Of(Free, -1, Generation);

    private static FrameState Of(int kind, int by, long generation) => new(generation << 16 | (long)(by + 1) << 2 | (long)kind);
}
