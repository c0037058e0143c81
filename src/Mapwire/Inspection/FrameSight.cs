namespace Mapwire;

/// <summary>A pool of frames, looked at from outside: every word through the view, which checks where it lies.</summary>
internal sealed class FrameSight(RegionSight region, FrameMemory memory)
{
    public FrameMemory Memory => memory;

    /// <summary>How many frames were published.</summary>
    public long Published => Volatile.Read(in region.View.ReadOnlyAt<FramePoolLayout>(memory.PoolOffset).Serial);

    public FrameState State(int slot) => new(Volatile.Read(in Slot(slot).State));

    public FrameWhere Where(int slot) => new(Volatile.Read(in Slot(slot).Where));

    public long Serial(int slot) => Volatile.Read(in Slot(slot).Serial);

    public FrameHold Hold(int participant, int index) =>
        new(Volatile.Read(in region.View.ReadOnlyAt<long>(memory.HoldsOffset(participant) + (index * sizeof(long)))));

    /// <summary>Says what is in it.</summary>
    public FramePoolInfo Tell(LaneMemory lanes) => new() { FrameBytes = memory.Bytes, Published = Published, Slots = FrameLook.Slots(lanes, memory) };

    private ref readonly FrameSlotLayout Slot(int slot) => ref region.View.ReadOnlyAt<FrameSlotLayout>(memory.SlotOffset(slot));
}
