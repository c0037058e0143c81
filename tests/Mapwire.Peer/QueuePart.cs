namespace Mapwire.Peer;

/// <summary>One who takes part in a queue without being a writer or a reader, and sees where everything lies.</summary>
internal sealed class QueuePart : IDisposable
{
    public QueuePart(QueueHandle handle) => Handle = handle;

    public QueueHandle Handle { get; }

    public QueueCore Core => Handle.Core;

    public Region Region => Core.Region;

    public QueueMemory Memory => Core.Memory;

    public ref QueueLayout Queue => ref Region.View.At<QueueLayout>(Memory.CellOf(0) - QueueLayout.QueueSize);

    private long Hands => Memory.CellOf(Memory.Slots);

    public static QueuePart Open(string name) =>
        new(QueueHandle.TryOpen(name, new QueueOptions { Waiting = WaitStrategy.Park }, null) ?? throw new FileNotFoundException(name));

    public ref HandLayout Hand(int hand) => ref Region.View.At<HandLayout>(Hands + ((long)hand * HandLayout.HandSize));

    public HandState StateOf(int hand) => new(Volatile.Read(ref Hand(hand).State));

    public ref LaneLayout Lane(int lane) =>
        ref Region.View.At<LaneLayout>(Hands + ((long)Memory.Hands * HandLayout.HandSize) + ((long)lane * LaneLayout.LaneSize));

    public long HeadOf(int lane) => LaneHead.PositionNear(Volatile.Read(ref Lane(lane).Head), LaneMarks.Read(in Lane(lane)).Tail);

    public ref long Word(int lane, long position) =>
        ref Region.View.At<long>(Memory.RingOffset(lane) + ((position & (Memory.LaneWords - 1)) * LaneRecord.WordSize));

    public void Dispose() => Handle.Dispose();
}
