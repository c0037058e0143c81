using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Several publishers share the room for frames: who keeps up gets what each of them publishes, and who does not is told all that it lost.</summary>
public class FramePolicyTests
{
    [Fact]
    public void Who_is_disconnected_is_told_also_of_what_was_lost_before_and_not_told_of()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), new FrameOptions { FrameBytes = Frames.Bytes, FrameCount = 2, MaxPublishers = 2, MaxParticipants = 8 });
        Assert.True(Frames.TryPut(publisher, 0));
        Assert.True(Frames.TryPut(publisher, 1));
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name, Frames.As(SubscriberPolicy.Disconnect, history: 2));
        using var frame = subscriber.Read(TimeSpan.Zero);
        Assert.Equal(0, frame.Metadata);

        // The other one, which was there before it joined, is taken, and nothing follows with which its loss could be told.
        Assert.True(publisher.TryLease(out var lease));
        lease.Dispose();
        Assert.False(subscriber.TryRead(out _));
        Assert.Equal(1, subscriber.Lost);
        for (var number = 2; number < 20_000; number++)
        {
            Assert.True(Frames.TryPut(publisher, number));
        }

        var told = Assert.Throws<SubscriberDisconnectedException>(() => subscriber.TryRead(out _));
        Assert.Equal((1, subscriber.Lost), (told.Loss.First, told.Loss.Count));
    }

    [Theory]
    [InlineData(SubscriberPolicy.Block)]
    [InlineData(SubscriberPolicy.DropOldest)]
    public void Who_publishes_on_and_on_does_not_keep_others_from_being_read(SubscriberPolicy policy)
    {
        const long Other = 1_000_000;

        // They take turns.
        const int MostBefore = 3;
        using var busy = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var other = FramePublisher<long>.Open(busy.Name);
        using var subscriber = FrameSubscriber<long>.Open(busy.Name, Frames.As(policy));
        Assert.True(Frames.TryPut(busy, 0));
        Assert.True(Frames.TryPut(other, Other));
        for (var number = 1; number < MostBefore; number++)
        {
            using var frame = subscriber.Read(TimeSpan.Zero);
            if (frame.Metadata == Other)
            {
                return;
            }

            Assert.True(Frames.TryPut(busy, number));
        }

        Assert.Fail("The other's frame was never read.");
    }

    [Theory]
    [InlineData(SubscriberPolicy.DropOldest)]
    [InlineData(SubscriberPolicy.Disconnect)]
    public void Who_keeps_up_with_all_publishers_together_loses_nothing(SubscriberPolicy policy)
    {
        const int Rare = 40;
        using var often = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var seldom = FramePublisher<long>.Open(often.Name);
        using var subscriber = FrameSubscriber<long>.Open(often.Name, Frames.As(policy));
        Assert.True(Frames.TryPut(often, 0));
        for (var number = 1; number < 100 * Rare; number++)
        {
            Assert.True(Frames.TryPut(number % Rare == 0 ? seldom : often, number));
            using var frame = subscriber.Read(TimeSpan.Zero);
            Assert.Null(frame.Loss);
        }

        Assert.Equal(0, subscriber.Lost);
    }

    [Fact]
    public void Who_was_disconnected_by_one_publisher_reads_nothing_of_another()
    {
        using var slow = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var fast = FramePublisher<long>.Open(slow.Name);
        using var subscriber = FrameSubscriber<long>.Open(slow.Name, Frames.As(SubscriberPolicy.Disconnect));
        Assert.True(Frames.TryPut(slow, 0));
        subscriber.Read(TimeSpan.Zero).Dispose();
        for (var number = 0; number < 20_000; number++)
        {
            Assert.True(Frames.TryPut(fast, number));
        }

        for (var number = 1; number < 4; number++)
        {
            _ = Assert.Throws<SubscriberDisconnectedException>(() => subscriber.TryRead(out _));
            Assert.True(Frames.TryPut(slow, number));
        }
    }
}
