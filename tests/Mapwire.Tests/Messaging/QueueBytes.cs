using Mapwire.Tests.Support;

namespace Mapwire.Tests.Messaging;

/// <summary>A queue seen as plain bytes, as another program could see it and write over it. It keeps the queue in place.</summary>
internal sealed class QueueBytes(string name) : IDisposable
{
    private const int Page = 4096;
    private readonly RegionBytes _bytes = new(name);

    public string Name => name;

    public MapView View => _bytes.View;

    public ref QueueLayout Queue => ref View.At<QueueLayout>(_bytes.Header.BodyOffset);

    private int Slots => _bytes.Header.SlotCount;

    private long Lanes => QueueMemory.LanesOffset(_bytes.Header.BodyOffset, Slots, Queue.HandCount);

    public ref QueueCellLayout Cell(int slot) =>
        ref View.At<QueueCellLayout>(_bytes.Header.BodyOffset + QueueLayout.QueueSize + ((long)slot * QueueCellLayout.CellSize));

    public ref HandLayout Hand(int hand) => ref View.At<HandLayout>(Lanes - ((long)(Queue.HandCount - hand) * HandLayout.HandSize));

    public ref LaneLayout Lane(int lane) => ref View.At<LaneLayout>(Lanes + ((long)lane * LaneLayout.LaneSize));

    public Span<byte> Ring(int lane) => View.AsSpan(
        ((Lanes + ((long)Queue.LaneCount * LaneLayout.LaneSize) + Page - 1) / Page * Page) + LaneRecord.RingOffset + (lane * Queue.LaneBytes), (int)Queue.LaneBytes);

    /// <summary>Makes a queue that has come so far without anybody in it: every lane is empty at that position.</summary>
    public static QueueBytes At(string name, long position, QueueOptions options)
    {
        var creator = QueueReader.Create(name, options);
        var bytes = new QueueBytes(name);
        creator.Dispose();
        for (var lane = 0; lane < bytes.Queue.LaneCount; lane++)
        {
            bytes.MoveTo(lane, position);
        }

        return bytes;
    }

    /// <summary>Makes a lane that nobody uses empty at a position.</summary>
    public void MoveTo(int lane, long position)
    {
        Ring(lane).Clear();
        LaneMarks.Write(ref Lane(lane), LaneMarks.Read(in Lane(lane)) with { Tail = position });
        Lane(lane).Head = LaneHead.Of(position, LaneHead.NoHand);
    }

    /// <summary>Waits until so many participants sleep who wait for a message.</summary>
    public void AwaitReaders(int count = 1) => Wait.Until(() => Sleepers(slot => Volatile.Read(ref Cell(slot).ReadBell)) >= count);

    /// <summary>Waits until so many participants sleep who wait for room.</summary>
    public void AwaitWriters(int count = 1) => Wait.Until(() => Sleepers(slot => Volatile.Read(ref Cell(slot).WriteBell)) >= count);

    public void Dispose() => _bytes.Dispose();

    private int Sleepers(Func<int, int> bell) => Enumerable.Range(0, Slots).Count(slot => bell(slot) == Bell.Sleeps);
}
