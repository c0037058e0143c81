using Mapwire.Tests.Support;

namespace Mapwire.Tests.Messaging;

/// <summary>A topic of frames seen as plain bytes, as another program could see it and write over it. It keeps the topic in place.</summary>
internal sealed class FrameEye : IDisposable
{
    private readonly RegionBytes _bytes;
    private readonly TopicMemory _memory;

    public FrameEye(string name)
    {
        _bytes = new RegionBytes(name);
        _memory = new TopicMemory(View, RegionHeader.Read(View, name), name);
    }

    public MapView View => _bytes.View;

    public FrameMemory Frames => _memory.Frames!;

    public ref FrameSlotLayout Slot(int slot) => ref View.At<FrameSlotLayout>(Frames.SlotOffset(slot));

    public ref FramePoolLayout Pool => ref View.At<FramePoolLayout>(Frames.PoolOffset);

    public ref long Hold(int participant, int index) => ref View.At<long>(Frames.HoldsOffset(participant) + (index * sizeof(long)));

    public long OffsetOf(int slot) => Frames.OffsetOf(slot);

    public ref TopicCellLayout Cell(int slot) => ref View.At<TopicCellLayout>(_memory.CellOf(slot));

    /// <summary>Where in the region the message of a position lies.</summary>
    public long MessageAt(int lane, long position) =>
        _memory.RingOffset(lane) + ((position & (_memory.LaneWords - 1)) * LaneRecord.WordSize) + LaneRecord.WordSize;

    public bool IsAsleepToWrite(int slot) => Bell.IsAsleep(Volatile.Read(ref Cell(slot).WriteBell));

    public void Dispose() => _bytes.Dispose();
}
