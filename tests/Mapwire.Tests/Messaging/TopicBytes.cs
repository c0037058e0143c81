using Mapwire.Tests.Support;

namespace Mapwire.Tests.Messaging;

/// <summary>A topic seen as plain bytes, as another program could see it and write over it. It keeps the topic in place.</summary>
internal sealed class TopicBytes : IDisposable
{
    private readonly RegionBytes _bytes;

    public TopicBytes(string name)
    {
        _bytes = new RegionBytes(name);
        Memory = new TopicMemory(View, RegionHeader.Read(View, name), name);
    }

    public TopicMemory Memory { get; }

    public MapView View => _bytes.View;

    public int Slots => _bytes.Header.SlotCount;

    public ref TopicLayout Topic => ref View.At<TopicLayout>(_bytes.Header.BodyOffset);

    public ref LaneSharedLayout Shared => ref View.At<LaneSharedLayout>(_bytes.Header.BodyOffset + LaneSharedLayout.Offset);

    private long Lanes => Memory.CellOf(Slots);

    public ref TopicCellLayout Cell(int slot) => ref View.At<TopicCellLayout>(Memory.CellOf(slot));

    public ref TopicCursorLayout Cursor(int slot, int lane) =>
        ref View.At<TopicCursorLayout>(Memory.CellOf(slot) + TopicCellLayout.CellSize + (lane * TopicCursorLayout.CursorSize));

    public ref LaneLayout Lane(int lane) => ref View.At<LaneLayout>(Lanes + ((long)lane * LaneLayout.LaneSize));

    public ref LaneMarkLayout Kept(int lane, int index) =>
        ref View.At<LaneMarkLayout>(Lanes + ((long)Topic.LaneCount * LaneLayout.LaneSize) + (((lane * Memory.Kept) + index) * LaneMarkLayout.MarkSize));

    public ref long Word(int lane, long position) =>
        ref View.At<long>(Memory.RingOffset(lane) + ((position & (Memory.LaneWords - 1)) * LaneRecord.WordSize));

    public void Dispose() => _bytes.Dispose();
}
