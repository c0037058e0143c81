using Mapwire.Tests.Support;

namespace Mapwire.Tests.Messaging;

/// <summary>A queue of frames seen as plain bytes, as another program could see it and write over it. It keeps the queue in place.</summary>
internal sealed class FrameQueueEye : IDisposable
{
    private readonly RegionBytes _bytes;
    private readonly QueueMemory _memory;

    public FrameQueueEye(string name)
    {
        _bytes = new RegionBytes(name);
        _memory = new QueueMemory(View, RegionHeader.Read(View, name), name);
    }

    public MapView View => _bytes.View;

    public long Body => _bytes.Header.BodyOffset;

    public FrameMemory Frames => _memory.Frames!;

    public ref QueueLayout Queue => ref View.At<QueueLayout>(_memory.CellOf(0) - QueueLayout.QueueSize);

    public bool IsAsleepToWrite(int slot) => Bell.IsAsleep(Volatile.Read(ref View.At<QueueCellLayout>(_memory.CellOf(slot)).WriteBell));

    /// <summary>Where in the region the message of a position lies.</summary>
    public long MessageAt(int lane, long position) =>
        _memory.RingOffset(lane) + ((position & (_memory.LaneWords - 1)) * LaneRecord.WordSize) + LaneRecord.WordSize;

    public void Dispose() => _bytes.Dispose();
}
