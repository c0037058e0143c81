using System.Buffers;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>What was handed out to be written or read in place, when its writer or reader is disposed of meanwhile: nobody else is given it while somebody still works there.</summary>
public class LentMemoryTests
{
    private static readonly int _rounds = Messages.Times(300);

    public static TheoryData<string> Pinnable { get; } = ["topic", "frames of a queue", "queue"];

    public static TheoryData<string> Patterns { get; } = ["topic", "frames of a queue", "queue", "latest"];

    [Theory]
    [MemberData(nameof(Pinnable))]
    public void What_is_pinned_is_nobody_elses_until_it_is_let_go_although_its_writer_is_disposed_of(string pattern)
    {
        using var keeper = Lent.Keep(pattern, out var name);
        var lent = Lent.TryTake(pattern, name)!;
        var memory = lent.Memory;
        using (var pin = memory.Pin())
        {
            lent.Dispose();
            _ = Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
            _ = Assert.Throws<ObjectDisposedException>(() => memory.Pin());
            _ = Assert.Throws<ObjectDisposedException>(() => lent.Bytes.Length);
            Assert.Null(Lent.TryTake(pattern, name));
            Pinned(pin, Lent.Room).Fill(0xEE);
            Assert.Equal(2, RegionInspector.Inspect(name)!.Participants.Count);
            Assert.Empty(RegionInspector.Verify(name));
        }

        _ = Assert.Single(RegionInspector.Inspect(name)!.Participants);
        using var next = Lent.TryTake(pattern, name)!;
        next.Bytes.Fill(1);
        next.Publish();
        Assert.Empty(RegionInspector.Verify(name));
    }

    [Fact]
    public void Who_waits_for_what_is_pinned_is_told_when_it_is_let_go()
    {
        var options = FrameQueues.Of(QueueFullMode.Wait, count: 1, WaitStrategy.Park);
        using var reader = FrameQueueReader<long>.Create(UniqueName.Local(), options);
        var first = FrameQueueWriter<long>.Open(reader.Name, options);
        Assert.True(first.TryLease(out var lease));
        var pin = lease.Memory.Pin();
        first.Dispose();
        using var second = FrameQueueWriter<long>.Open(reader.Name, options);
        Assert.False(second.TryLease(TimeSpan.FromMilliseconds(50), out _));
        var waiting = Worker.Start(() => Assert.True(FrameQueues.TryPut(second, 7, Worker.Watchdog)));
        pin.Dispose();
        waiting.Join();
        Assert.Equal("7", FrameQueues.ReadAll(reader));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_waits_is_told_although_somebody_wrote_over_the_header_meanwhile(bool isPinned)
    {
        var options = FrameQueues.Of(QueueFullMode.Wait, count: 1, WaitStrategy.Park);
        using var reader = FrameQueueReader<long>.Create(UniqueName.Local(), options);
        var first = FrameQueueWriter<long>.Open(reader.Name, options);
        Assert.True(first.TryLease(out var lease));
        var pin = isPinned ? lease.Memory.Pin() : default;
        using var second = FrameQueueWriter<long>.Open(reader.Name, options);
        using var eye = new FrameQueueEye(reader.Name);
        var waiting = Worker.Start(() => Assert.True(FrameQueues.TryPut(second, 7, Timeout.InfiniteTimeSpan)));
        Wait.Until(() => eye.IsAsleepToWrite(2));

        // The name of the type, by which who leaves through another view knows the queue.
        eye.View.At<byte>(eye.Body + LaneSharedLayout.TypeOffset) ^= 1;
        first.Dispose();
        pin.Dispose();
        waiting.Join();
        eye.View.At<byte>(eye.Body + LaneSharedLayout.TypeOffset) ^= 1;
        Assert.Equal("7", FrameQueues.ReadAll(reader));
        Assert.Empty(RegionInspector.Verify(reader.Name));
    }

    [Fact]
    public void What_a_subscriber_has_pinned_holds_up_nothing_else_once_it_is_disposed_of()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        var subscriber = FrameSubscriber<long>.Open(publisher.Name, Frames.As(SubscriberPolicy.Block));
        Assert.True(Frames.TryPut(publisher, 77));
        var memory = subscriber.Read().Memory;
        using (var pin = memory.Pin())
        {
            while (Frames.TryPut(publisher, 78))
            {
            }

            subscriber.Dispose();
            for (var number = 100; number < 200; number++)
            {
                Assert.True(Frames.TryPut(publisher, number));
            }

            Assert.Equal(-1, Pinned(pin, 77).IndexOfAnyExcept((byte)77));
            Assert.Empty(RegionInspector.Verify(publisher.Name));
        }

        Assert.All(publisher.Slots, slot => Assert.Empty(slot.Holders));
    }

    [Fact]
    public void What_a_reader_has_pinned_stays_as_it_is_although_the_reader_is_disposed_of()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), new FrameOptions { FrameBytes = Frames.Bytes, FrameCount = 1 });
        var subscriber = FrameSubscriber<long>.Open(publisher.Name, Frames.As(SubscriberPolicy.DropOldest));
        Assert.True(Frames.TryPut(publisher, 77));
        var memory = subscriber.Read().Memory;
        using (var pin = memory.Pin())
        {
            subscriber.Dispose();
            Assert.False(Frames.TryPut(publisher, 78));
            Assert.Equal(-1, Pinned(pin, 77).IndexOfAnyExcept((byte)77));
        }

        Assert.True(Frames.TryPut(publisher, 78));
        _ = Assert.Single(RegionInspector.Inspect(publisher.Name)!.Participants);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_late_store_by_another_thread_hits_nothing_of_anybodys(string pattern)
    {
        Conditions.NeedsExchangeOfPages();
        using var keeper = Lent.Keep(pattern, out var name);
        for (var round = 0; round < _rounds; round++)
        {
            var first = Lent.TryTake(pattern, name)!;
            using var ready = new ManualResetEventSlim();
            var isOver = false;
            var late = Worker.Start(() =>
            {
                var bytes = first.Bytes;
                ready.Set();
                while (!Volatile.Read(ref isOver))
                {
                    bytes.Fill(0xEE);
                }
            });
            Assert.True(ready.Wait(Worker.Watchdog));
            var next = Worker.Start(() =>
            {
                while (true)
                {
                    using var second = Lent.TryTake(pattern, name);
                    if (second is not null)
                    {
                        second.Bytes.Fill(1);
                        for (var look = 0; look < 100; look++)
                        {
                            Assert.Equal(-1, second.Bytes.IndexOfAnyExcept((byte)1));
                        }

                        return;
                    }
                }
            });
            Thread.SpinWait(round * 10);
            first.Dispose();
            next.Join();
            Volatile.Write(ref isOver, true);
            late.Join();
        }

        Assert.Empty(RegionInspector.Verify(name));
    }

    private static unsafe Span<byte> Pinned(in MemoryHandle pin, int length) => new(pin.Pointer, length);
}
