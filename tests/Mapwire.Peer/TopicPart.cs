namespace Mapwire.Peer;

/// <summary>One who takes part in a topic without being a publisher or a subscriber, and sees where everything lies.</summary>
internal sealed class TopicPart(TopicHandle handle) : IDisposable
{
    public TopicHandle Handle => handle;

    public TopicCore Core => handle.Core;

    public Region Region => Core.Region;

    public TopicMemory Memory => Core.Memory;

    private long Lanes => Memory.CellOf(Memory.Slots);

    public static TopicPart Open(string name) =>
        new(TopicHandle.TryOpen(name, new TopicOptions { Waiting = WaitStrategy.Park }, null) ?? throw new FileNotFoundException(name));

    public ref LaneSharedLayout Shared => ref Region.View.At<LaneSharedLayout>(Region.Header.BodyOffset + LaneSharedLayout.Offset);

    public ref TopicCellLayout Cell(int slot) => ref Region.View.At<TopicCellLayout>(Memory.CellOf(slot));

    public ref TopicCursorLayout Cursor(int slot, int lane) =>
        ref Region.View.At<TopicCursorLayout>(Memory.CellOf(slot) + TopicCellLayout.CellSize + (lane * TopicCursorLayout.CursorSize));

    public ref LaneLayout Lane(int lane) => ref Region.View.At<LaneLayout>(Lanes + ((long)lane * LaneLayout.LaneSize));

    public ref LaneMarkLayout Kept(int lane, long position) => ref Region.View.At<LaneMarkLayout>(
        Lanes + ((long)Memory.Lanes * LaneLayout.LaneSize) + (((lane * Memory.Kept) + ((position / Memory.KeptWords) & (Memory.Kept - 1))) * LaneMarkLayout.MarkSize));

    public ref long Word(int lane, long position) =>
        ref Region.View.At<long>(Memory.RingOffset(lane) + ((position & (Memory.LaneWords - 1)) * LaneRecord.WordSize));

    public void Dispose() => handle.Dispose();
}
