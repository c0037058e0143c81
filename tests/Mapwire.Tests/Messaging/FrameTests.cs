using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>A frame is filled and read in place, and stays as it is while anybody needs it.</summary>
public class FrameTests
{
    [Fact]
    public void Every_frame_goes_to_every_subscriber_with_what_is_told_of_it()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var first = FrameSubscriber<long>.Open(publisher.Name);
        using var second = FrameSubscriber<long>.Open(publisher.Name, Frames.As(SubscriberPolicy.DropOldest));
        for (var number = 0L; number < 1000; number++)
        {
            Assert.True(Frames.TryPut(publisher, number));
            foreach (var subscriber in new[] { first, second })
            {
                using var frame = subscriber.Read(TimeSpan.Zero);
                Assert.True(Frames.IsWhole(frame));
                Assert.Equal((number, number, 0, null), (frame.Metadata, frame.Sequence, frame.Publisher, frame.Loss));
                Assert.Equal(frame.Span, frame.Memory.Span);
            }
        }

        Assert.False(first.TryRead(out _));
        Assert.Equal(new TopicCounts { Published = 1000, Read = 2000, Lost = 0 }, publisher.Counts);
        Assert.Empty(RegionInspector.Verify(publisher.Name));
    }

    [Fact]
    public void A_picture_has_what_is_told_of_pictures()
    {
        using var publisher = FramePublisher.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber.Open(publisher.Name);
        var info = new FrameInfo { Sequence = 7, Time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), Width = 10, Height = 20, Stride = 40, Format = PixelFormat.Bgra32 };
        publisher.Publish(new byte[800], info);
        using (var frame = subscriber.Read())
        {
            Assert.Equal((info, 800), (frame.Metadata, frame.Length));
        }

        publisher.Lease().Publish(default);
        using (var frame = subscriber.Read())
        {
            Assert.Equal((DateTime.UnixEpoch, Frames.Bytes), (frame.Metadata.Time, frame.Length));
        }
    }

    [Fact]
    public void The_subscriber_reads_where_the_publisher_wrote()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name);
        using var frames = new FrameEye(publisher.Name);
        Assert.True(Frames.TryPut(publisher, 77));
        using var frame = subscriber.Read();
        Assert.Equal(0, frames.OffsetOf(0) % 4096);
        frames.View.AsSpan(frames.OffsetOf(0), 1)[0] = 78;
        Assert.Equal(78, frame.Span[0]);
    }

    [Theory]
    [InlineData(SubscriberPolicy.Block)]
    [InlineData(SubscriberPolicy.DropOldest)]
    public void What_is_held_stays_as_it_is_and_the_rest_goes_on(SubscriberPolicy policy)
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name, Frames.As(policy));
        Assert.True(Frames.TryPut(publisher, 1));
        Assert.True(Frames.TryPut(publisher, 2));
        var (one, two) = (subscriber.Read(), subscriber.Read());
        Assert.Equal(2, subscriber.Held);
        for (var number = 3L; number < 100; number++)
        {
            Assert.True(Frames.TryPut(publisher, number));
            using var frame = subscriber.Read(TimeSpan.Zero);
            Assert.Equal(number, frame.Metadata);
            Assert.True(Frames.IsWhole(frame) && Frames.IsWhole(one) && Frames.IsWhole(two));
        }

        one.Dispose();
        two.Dispose();
        Assert.Equal(0, subscriber.Held);
        Assert.Equal(98, Enumerable.Range(0, 98).Count(_ => publisher.TryLease(out var lease) && Given(lease)));
        Assert.Empty(RegionInspector.Verify(publisher.Name));
    }

    [Fact]
    public void A_publisher_waits_until_who_blocks_has_read()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var slow = FrameSubscriber<long>.Open(publisher.Name);
        for (var number = 0; number < 4; number++)
        {
            Assert.True(Frames.TryPut(publisher, number));
        }

        Assert.False(publisher.TryLease(out _));
        Assert.False(publisher.TryLease(TimeSpan.FromMilliseconds(1), out _));
        var wait = Scene.Begin(() => publisher.TryLease(Wait.Watchdog, out var lease) && Given(lease));
        slow.Read().Dispose();
        Assert.True(wait.End().Value);
    }

    [Theory]
    [InlineData("hold")]
    [InlineData("cursor")]
    [InlineData("other lane's cursor")]
    [InlineData("abort")]
    [InlineData("publish")]
    [InlineData("leave")]
    public async Task A_publisher_that_waits_for_a_frame_is_woken_by(string what)
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), new FrameOptions
        {
            FrameBytes = Frames.Bytes,
            FrameCount = 1,
            MaxPublishers = 2,
            MaxParticipants = 8,
            Waiting = WaitStrategy.Park,
        });
        using var other = FramePublisher<long>.Open(publisher.Name);
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name, Frames.As(what == "hold" ? SubscriberPolicy.DropOldest : SubscriberPolicy.Block));
        var (held, lease) = (default(Frame<long>), default(FrameLease<long>));
        switch (what)
        {
            case "hold":
                Assert.True(Frames.TryPut(other, 1));
                held = subscriber.Read();
                break;
            case "cursor":
                Assert.True(Frames.TryPut(publisher, 1));
                break;
            case "other lane's cursor" or "leave":
                Assert.True(Frames.TryPut(other, 1));
                break;
            default:
                subscriber.Dispose();
                lease = other.Lease();
                break;
        }

        using var eye = new FrameEye(publisher.Name);
        var parked = Scene.Begin(() => publisher.TryLease(Wait.Watchdog, out var got) && Given(got));
        Wait.Until(() => eye.IsAsleepToWrite(0));
        switch (what)
        {
            case "hold":
                held.Dispose();
                break;
            case "abort":
                lease.Dispose();
                break;
            case "publish":
                lease.Publish(5);
                break;
            case "leave":
                subscriber.Dispose();
                break;
            default:
                subscriber.Read().Dispose();
                break;
        }

        Assert.True(parked.End().Value);
        using var again = await publisher.LeaseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Frames.Bytes, again.Span.Length);
    }

    [Fact]
    public void What_was_filled_again_is_lost_and_told_exactly()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name, Frames.As(SubscriberPolicy.DropOldest));
        var number = 0L;
        Put(1);
        var held = subscriber.Read();
        Put(9);
        using (var frame = subscriber.Read())
        {
            // One of four is held, so the last three are there.
            Assert.Equal((7, new TopicLoss(0, 1, 6)), (frame.Metadata, frame.Loss));
        }

        Assert.Equal(6, subscriber.Lost);
        using (var frame = subscriber.Read())
        {
            Assert.Equal((8, null), (frame.Metadata, frame.Loss));
        }

        Assert.True(Frames.IsWhole(held));

        // More than the ring has: what the ring lost and what the pool lost is told as one.
        Put(1000);
        using (var frame = subscriber.Read())
        {
            Assert.Equal((1007, new TopicLoss(0, 9, 1006)), (frame.Metadata, frame.Loss));
        }

        Assert.Equal(6 + 998, subscriber.Lost);
        while (subscriber.TryRead(out var frame))
        {
            Assert.Null(frame.Loss);
            frame.Dispose();
        }

        Assert.Equal(new TopicCounts { Published = 1010, Read = 6, Lost = 1004 }, publisher.Counts);

        void Put(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(Frames.TryPut(publisher, number++));
            }
        }
    }

    [Fact]
    public void Who_wants_to_be_disconnected_is_when_a_frame_was_filled_again()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name, Frames.As(SubscriberPolicy.Disconnect));
        for (var number = 0; number < 6; number++)
        {
            Assert.True(Frames.TryPut(publisher, number));
        }

        var told = Assert.Throws<SubscriberDisconnectedException>(() => subscriber.TryRead(out _));
        Assert.Equal(new TopicLoss(0, 0, 0), told.Loss);
        _ = Assert.Throws<SubscriberDisconnectedException>(() => subscriber.TryRead(out _));
        Assert.True(Assert.Single(publisher.Subscribers).IsDisconnected);
    }

    [Theory]
    [InlineData(SubscriberPolicy.Block)]
    [InlineData(SubscriberPolicy.DropOldest)]
    [InlineData(SubscriberPolicy.Disconnect)]
    public void History_is_what_is_still_there(SubscriberPolicy policy)
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        for (var number = 0; number < 20; number++)
        {
            Assert.True(Frames.TryPut(publisher, number));
        }

        using var subscriber = FrameSubscriber<long>.Open(publisher.Name, Frames.As(policy, history: 10));
        for (var number = 16; number < 20; number++)
        {
            using var frame = subscriber.Read(TimeSpan.Zero);
            Assert.Equal((number, null), (frame.Metadata, frame.Loss));
        }

        Assert.False(subscriber.TryRead(out _));
        Assert.Equal(0, subscriber.Lost);
    }

    private static bool Given(FrameLease<long> lease)
    {
        lease.Dispose();
        return true;
    }
}
