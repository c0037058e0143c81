using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>What is refused, what ends a frame and a lease, and what an error says.</summary>
public class FrameUseTests
{
    [Fact]
    public void A_frame_is_used_until_it_is_disposed_of_and_a_second_time_does_nothing()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name, Frames.As(SubscriberPolicy.DropOldest));
        Assert.True(Frames.TryPut(publisher, 1));
        var first = subscriber.Read();
        var copy = first;
        first.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => first.Span.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => first.Memory.Length);
        Assert.True(Frames.TryPut(publisher, 2));
        var second = subscriber.Read();
        first.Dispose();
        copy.Dispose();
        for (var number = 3; number < 20; number++)
        {
            Assert.True(Frames.TryPut(publisher, number));
        }

        Assert.True(Frames.IsWhole(second));
        Assert.Equal(1, subscriber.Held);
        subscriber.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => second.Span.Length);
        second.Dispose();
        default(Frame<long>).Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => default(Frame<long>).Span.Length);
        Assert.All(publisher.Slots, slot => Assert.Empty(slot.Holders));
    }

    [Fact]
    public void A_lease_is_used_until_it_ends_and_a_second_end_does_nothing()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name);
        var first = publisher.Lease();
        var told = Assert.Throws<InvalidOperationException>(() => publisher.TryLease(out _));
        Assert.Contains("open claim", told.Message, StringComparison.Ordinal);
        first.Publish(1, 0);
        _ = Assert.Throws<ObjectDisposedException>(() => first.Span.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => first.Memory.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => first.Publish(2));
        var second = publisher.Lease();
        first.Dispose();
        Assert.Equal(Frames.Bytes, second.Memory.Length);
        second.Dispose();
        second.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => second.Publish(2, 1));
        Assert.Equal(FrameSlotState.Free, publisher.Slots[1].State);
        var third = publisher.Lease();
        publisher.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => third.Span.Length);
        third.Dispose();
        using var frame = subscriber.Read();
        Assert.Equal((1, 0), (frame.Metadata, frame.Length));
        Assert.False(subscriber.TryRead(out _));
        Assert.Empty(RegionInspector.Verify(subscriber.Name));
    }

    [Fact]
    public void What_is_longer_than_a_frame_is_refused_with_both_sizes()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        var told = Assert.Throws<ArgumentException>(() => publisher.TryPublish(new byte[5001], 1));
        Assert.Contains("5001 bytes", told.Message, StringComparison.Ordinal);
        Assert.Contains("5000 at most", told.Message, StringComparison.Ordinal);
        using var lease = publisher.Lease();
        told = Assert.Throws<ArgumentException>(() => lease.Publish(1, 5001));
        Assert.Contains("5000 at most", told.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => lease.Publish(1, -1));
        lease.Publish(1, 5000);
    }

    [Fact]
    public void Where_there_is_no_frame_the_error_says_who_has_them()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var other = FramePublisher<long>.Open(publisher.Name, new FrameOptions { ParticipantName = "filling one" });
        using var slow = FrameSubscriber<long>.Open(publisher.Name, new FrameOptions { ParticipantName = "slow one" });
        using var holder = FrameSubscriber<long>.Open(publisher.Name, new FrameOptions { ParticipantName = "holding one", Policy = SubscriberPolicy.DropOldest });
        using var lease = other.Lease();
        for (var number = 0; number < 3; number++)
        {
            Assert.True(Frames.TryPut(publisher, number));
        }

        var (first, second) = (holder.Read(), holder.Read());
        slow.Read().Dispose();
        slow.Read().Dispose();
        var told = Assert.Throws<TimeoutException>(() => publisher.Lease(TimeSpan.Zero));
        Assert.Contains("Of its 4", told.Message, StringComparison.Ordinal);
        Assert.Contains($"1 being filled by filling one (process {Environment.ProcessId})", told.Message, StringComparison.Ordinal);
        Assert.Contains("2 held by holding one", told.Message, StringComparison.Ordinal);
        Assert.Contains("1 not read by slow one", told.Message, StringComparison.Ordinal);
        Assert.Equal([FrameSlotState.Filling, FrameSlotState.Published, FrameSlotState.Published, FrameSlotState.Published], publisher.Slots.Select(one => one.State));
        first.Dispose();
        second.Dispose();
        Assert.True(Frames.TryPut(publisher, 3));
    }

    [Fact]
    public void A_subscriber_holds_so_many_and_no_more()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), new FrameOptions { FrameBytes = 1, FrameCount = 40 });
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name);
        for (var number = 0; number < 17; number++)
        {
            publisher.Publish([], number);
        }

        var held = Enumerable.Range(0, FrameSubscriber<long>.MaxHeld).Select(_ => subscriber.Read()).ToList();
        Assert.Contains("holds 16 frames", Assert.Throws<InvalidOperationException>(() => subscriber.TryRead(out _)).Message, StringComparison.Ordinal);
        held[5].Dispose();
        using var last = subscriber.Read();
        Assert.Equal(16, last.Metadata);
        Assert.Equal(Enumerable.Range(0, 16).Select(number => (long)number), held.Select(one => one.Metadata));
    }

    [Fact]
    public void What_a_subscriber_of_frames_cannot_be_is_refused()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => Frames.As(SubscriberPolicy.DropNewest));
        _ = Assert.Throws<InvalidRegionException>(() => Subscriber.Open(publisher.Name, new TopicOptions { IsReadOnly = true }));
        _ = Assert.Throws<InvalidRegionException>(() => FrameSubscriber<int>.Open(publisher.Name));
        _ = Assert.Throws<InvalidRegionException>(() => Subscriber<long>.Open(publisher.Name));
        _ = Assert.Throws<InvalidRegionException>(() => Subscriber.Open(publisher.Name));
        using var plain = Publisher<long>.Create(UniqueName.Local());
        _ = Assert.Throws<InvalidRegionException>(() => FrameSubscriber<long>.Open(plain.Name));
        _ = Assert.Throws<FileNotFoundException>(() => FrameSubscriber.Open(UniqueName.Local()));
        Assert.False(FramePublisher.TryOpen(UniqueName.Local(), out _));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new FrameOptions { FrameCount = 0 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new FrameOptions { FrameCount = 4097 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new FrameOptions { FrameBytes = 0 });
    }

    [Fact]
    public async Task A_completed_topic_is_read_to_its_end()
    {
        using var publisher = FramePublisher<long>.CreateOrOpen(UniqueName.Local(), out var created, Frames.Small);
        using var subscriber = FrameSubscriber<long>.CreateOrOpen(publisher.Name, out var again);
        Assert.Equal((true, false), (created, again));
        publisher.Publish(new byte[10], 1);
        var lease = publisher.Lease();
        var reading = Task.Run(async () =>
        {
            List<long> found = [];
            await foreach (var frame in subscriber.ReadAllAsync(TestContext.Current.CancellationToken))
            {
                using (frame)
                {
                    found.Add(frame.Metadata);
                }
            }

            return found;
        });
        lease.Publish(2);
        Assert.True(publisher.Complete());
        Assert.Equal([1, 2], await reading.WaitAsync(Wait.Watchdog, TestContext.Current.CancellationToken));
        Assert.False(publisher.TryLease(out _));
        _ = Assert.Throws<TopicCompletedException>(() => publisher.Lease());
        _ = await Assert.ThrowsAsync<TopicCompletedException>(async () => await publisher.LeaseAsync(TestContext.Current.CancellationToken));
        _ = Assert.Throws<TopicCompletedException>(() => subscriber.Read());
        _ = await Assert.ThrowsAsync<TopicCompletedException>(async () => await subscriber.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Frames_are_disposed_of_on_any_thread()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), new FrameOptions { FrameBytes = 100, FrameCount = 6, MaxParticipants = 4 });
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name);
        using var frames = new System.Collections.Concurrent.BlockingCollection<Frame<long>>(3);
        const int Count = 20_000;
        var writing = Worker.Start(() =>
        {
            for (var number = 0; number < Count; number++)
            {
                var lease = publisher.Lease(Wait.Watchdog);
                lease.Span.Fill((byte)number);
                lease.Publish(number);
            }
        });
        var using1 = Worker.Start(() => Use());
        var using2 = Worker.Start(() => Use());
        for (var number = 0; number < Count; number++)
        {
            var frame = subscriber.Read(Wait.Watchdog);
            Assert.Equal(number, frame.Metadata);
            Assert.True(frames.TryAdd(frame, Wait.Watchdog));
        }

        frames.CompleteAdding();
        writing.Join();
        using1.Join();
        using2.Join();
        Assert.Equal(0, subscriber.Held);
        Assert.Empty(RegionInspector.Verify(publisher.Name));

        void Use()
        {
            foreach (var frame in frames.GetConsumingEnumerable())
            {
                Assert.False(frame.Span.ContainsAnyExcept((byte)frame.Metadata));
                frame.Dispose();
            }
        }
    }
}
