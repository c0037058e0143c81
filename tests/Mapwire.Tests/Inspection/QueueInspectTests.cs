using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

public class QueueInspectTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void A_queue_tells_what_it_is_for()
    {
        using var writer = QueueWriter<long>.Create(_name, new QueueOptions { Capacity = 5000, SingleWriter = true, SingleReader = true, FullMode = QueueFullMode.DropNewest });
        var told = RegionInspector.Inspect(_name)!;
        Assert.Equal((RegionKind.Queue, false), (told.Kind, told.IsOneLock));
        Assert.Empty(told.Locks);
        var queue = told.Queue!;
        Assert.Equal(("System.Int64", 8, 8192L, 1, QueueFullMode.DropNewest), (queue.MessageType, queue.MessageSize, queue.Capacity, queue.MaxWriters, queue.FullMode));
        Assert.True(queue is { SingleReader: true, SingleWriter: true, IsCompleted: false, Error: "", Waiting: 0, Claimed: 0, Hands: [], Lanes: [{ Number: 0, Writer: 0 }] });
        _ = writer.Complete("went wrong");
        Assert.True(RegionInspector.Inspect(_name)!.Queue is { IsCompleted: true, Error: "went wrong" });
    }

    [Fact]
    public void What_is_no_queue_says_nothing_as_one()
    {
        using var mutex = SharedMutex.Create(_name);
        Assert.Null(RegionInspector.Inspect(_name)!.Queue);
    }

    [Fact]
    public void Who_has_what_of_it_is_told()
    {
        using var writer = QueueWriter.Create(_name, new QueueOptions { ParticipantName = "writes" });
        for (var i = 0; i < 16; i++)
        {
            writer.Write(new byte[16]);
        }

        Assert.Equal((16, 0), (Told().Waiting, Told().Claimed));
        var reader = QueueReader.Open(_name, new QueueOptions { Prefetch = 4 });
        Assert.True(reader.TryRead(out _));
        var lane = Assert.Single(Told().Lanes);
        Assert.Equal((16, 12, 384), (lane.Written, lane.Waiting, lane.BytesInUse));
        Assert.Equal((12, 3), (Told().Waiting, Told().Claimed));
        Assert.Contains(Told().Hands, hand => hand is { Reader: 1, Lane: 0, IsLease: false, Left: 3 });
        using (var second = QueueReader.Open(_name))
        {
            Assert.True(second.TryLease(out var lease));
            Assert.Equal((11, 4), (Told().Waiting, Told().Claimed));
            Assert.Contains(Told().Hands, hand => hand is { Reader: 2, Lane: 0, IsLease: true, Left: 1 });
            lease.GiveBack();
            Assert.Equal((12, 3), (Told().Waiting, Told().Claimed));
            Assert.Contains(Told().Hands, hand => hand is { Reader: null, Lane: 0, Left: 1 });
        }

        reader.Dispose();
        Assert.Equal((15, 0, 1), (Told().Waiting, Told().Claimed, Told().Counts.Read));
        using var other = QueueReader.Open(_name);
        var redelivered = 0;
        while (other.TryRead(out var message))
        {
            redelivered += message.IsRedelivered ? 1 : 0;
        }

        Assert.Equal((4, 4, 16), (redelivered, Told().Counts.Redelivered, Told().Counts.Read));
        Assert.Equal((0, 0, 0), (Told().Waiting, Told().Claimed, Told().Lanes[0].BytesInUse));
    }

    [Fact]
    public void Waiting_is_counted_over_the_ends_of_rings()
    {
        using var writer = QueueWriter.Create(_name, new QueueOptions { Capacity = 4096 });
        using var reader = QueueReader.Open(_name);
        for (var i = 0; i < 1000; i++)
        {
            for (var message = 0; message < 3; message++)
            {
                writer.Write(new byte[(i * 37 % 400) + message]);
            }

            Assert.Equal(3, Told().Waiting);
            for (var message = 0; message < 3; message++)
            {
                Assert.True(reader.TryRead(out _));
            }
        }
    }

    private QueueInfo Told() => RegionInspector.Inspect(_name)!.Queue!;
}
