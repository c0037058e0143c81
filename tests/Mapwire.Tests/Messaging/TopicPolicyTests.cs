using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>What becomes of a subscriber that does not keep up, and that all it lost is told, exactly.</summary>
public class TopicPolicyTests
{
    private static readonly TopicOptions _small = new() { Capacity = Messages.Smallest, MaxPublishers = 2, MaxParticipants = 8 };

    public static TheoryData<SubscriberPolicy> Copying { get; } = [SubscriberPolicy.DropOldest, SubscriberPolicy.DropNewest, SubscriberPolicy.Disconnect];

    [Theory]
    [MemberData(nameof(Copying))]
    public void Nobody_waits_for_who_does_not_want_it(SubscriberPolicy policy)
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        using var slow = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = policy, Backlog = 1 });
        for (var i = 0L; i < 10_000; i++)
        {
            Assert.True(publisher.TryPublish(i));
        }
    }

    [Fact]
    public void Who_was_disconnected_by_one_publisher_reads_nothing_of_another()
    {
        using var slow = Publisher<long>.Create(UniqueName.Local(), _small);
        using var fast = Publisher<long>.Open(slow.Name);
        using var subscriber = Subscriber<long>.Open(slow.Name, new TopicOptions { Policy = SubscriberPolicy.Disconnect });
        slow.Publish(0);
        Assert.Equal(0, subscriber.Read(TimeSpan.Zero));
        for (var number = 0; number < 10_000; number++)
        {
            Assert.True(fast.TryPublish(number));
        }

        for (var number = 1; number < 4; number++)
        {
            _ = Assert.Throws<SubscriberDisconnectedException>(() => subscriber.TryRead(out _));
            slow.Publish(number);
        }
    }

    [Fact]
    public void Who_drops_the_oldest_is_told_what_it_lost_whenever_it_comes_back()
    {
        using var publisher = Publisher.Create(UniqueName.Local(), _small);
        using var slow = Subscriber.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        var random = new Random(5);
        var (published, expected, lost) = (0, 0L, 0L);
        for (var round = 0; round < 400; round++)
        {
            for (var i = random.Next(60); i > 0; i--)
            {
                publisher.Publish(Messages.Of(published, 20 + (published % 200)));
                published++;
            }

            for (var i = random.Next(40); i > 0 && slow.TryRead(out var message); i--)
            {
                if (message.Loss is { } loss)
                {
                    Assert.Equal(new TopicLoss(0, expected, message.Sequence - 1), loss);
                    Assert.True(loss.Count > 0);
                    lost += loss.Count;
                    expected = message.Sequence;
                }

                Assert.Equal(expected, message.Sequence);
                Messages.Check((int)expected, 20 + (int)(expected % 200), message.Span);
                expected++;
            }
        }

        Assert.True(lost > 1000, $"{lost} lost: too few to prove anything.");
        while (slow.TryRead(out var message))
        {
            lost += message.Loss?.Count ?? 0;
            expected = message.Sequence + 1;
        }

        Assert.Equal(published, expected);
        Assert.Equal(lost, slow.Lost);
        Assert.Equal(new TopicCounts { Published = published, Read = published - lost, Lost = lost }, publisher.Counts);
    }

    [Fact]
    public void What_is_written_over_while_it_is_in_hand_stays_as_it_was_read()
    {
        using var publisher = Publisher.Create(UniqueName.Local(), _small);
        using var slow = Subscriber.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        publisher.Publish(Messages.Of(1, 100));
        Assert.True(slow.TryRead(out var message));
        for (var i = 2; i < 500; i++)
        {
            publisher.Publish(Messages.Of(i, 100));
        }

        Messages.Check(1, 100, message.Span);
    }

    [Fact]
    public void Values_read_at_once_are_those_behind_one_loss()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        using var slow = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        var values = new long[1000];
        var expected = 0L;
        for (var (round, next) = (0, 0L); round < 50; round++)
        {
            for (var i = 0; i < 100 + (37 * round % 900); i++)
            {
                publisher.Publish(next++);
            }

            while (slow.TryRead(values) is > 0 and var count)
            {
                if (values[0] != expected)
                {
                    Assert.Equal(new TopicLoss(0, expected, values[0] - 1), slow.Loss);
                }
                else
                {
                    Assert.Null(slow.Loss);
                }

                Assert.Equal(Enumerable.Range(0, count).Select(i => values[0] + i), values[..count]);
                expected = values[0] + count;
                Assert.Equal(expected - 1, slow.Sequence);
            }

            Assert.Equal(next, expected);
        }

        Assert.InRange(slow.Lost, 10_000, long.MaxValue);
    }

    [Fact]
    public async Task Who_drops_the_newest_keeps_what_came_first()
    {
        // Each of 8 bytes, with what it costs beside: ten fill the backlog. The lane has room for 255 more.
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        using var slow = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropNewest, Backlog = 720 });
        var next = 0L;
        while (next < 10)
        {
            publisher.Publish(next++);
        }

        // In the background, while nobody reads.
        await Task.Run(() => Wait.Until(() => publisher.Counts.Read == 10));
        while (next < 5000)
        {
            publisher.Publish(next++);
        }

        for (var i = 0L; i < 10; i++)
        {
            Assert.Equal(i, slow.Read(Wait.Watchdog));
            Assert.Null(slow.Loss);
        }

        Assert.Equal(4999, slow.Read(Wait.Watchdog));
        Assert.Equal(new TopicLoss(0, 10, 4998), slow.Loss);
        Assert.Equal((4999, 4989), (slow.Sequence, slow.Lost));
        Assert.False(slow.TryRead(out _));
        publisher.Publish(next);
        Assert.Equal(5000, slow.Read(Wait.Watchdog));
        Assert.Null(slow.Loss);
    }

    [Fact]
    public void Who_drops_the_newest_loses_nothing_that_the_lane_still_has()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        using var slow = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropNewest, Backlog = 1 });
        for (var i = 0L; i < 200; i++)
        {
            publisher.Publish(i);
        }

        for (var i = 0L; i < 200; i++)
        {
            Assert.Equal(i, slow.Read(Wait.Watchdog));
        }

        Assert.Equal(0, slow.Lost);
    }

    [Fact]
    public void Who_wants_to_be_disconnected_is_and_is_told_what_it_lost()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        using var slow = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.Disconnect, ParticipantName = "slow" });
        using var other = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        publisher.Publish(0);
        Assert.Equal(0, slow.Read());
        for (var i = 1L; i < 1000; i++)
        {
            publisher.Publish(i);
        }

        var told = Assert.Throws<SubscriberDisconnectedException>(() => slow.TryRead(out _));
        Assert.Equal((0, 1), (told.Loss.Publisher, told.Loss.First));
        Assert.InRange(told.Loss.Last, 1000 - 256, 999);
        Assert.Contains(publisher.Name, told.Message, StringComparison.Ordinal);
        Assert.Equal(told.Loss, Assert.Throws<SubscriberDisconnectedException>(() => slow.Read(Wait.Watchdog)).Loss);
        Assert.Equal(told.Loss, Assert.Throws<SubscriberDisconnectedException>(() => slow.TryRead(new long[3])).Loss);
        var info = Assert.Single(publisher.Subscribers, one => one.Name == "slow");
        Assert.True(info.IsDisconnected);
        Assert.Equal((SubscriberPolicy.Disconnect, told.Loss.Count, 1), (info.Policy, info.Lost, info.Read));
        Assert.True(other.TryRead(out _));
        Assert.Empty(RegionInspector.Verify(publisher.Name));
    }

    [Fact]
    public void Publishers_see_how_far_behind_a_subscriber_is()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        using var other = Publisher<long>.Open(publisher.Name);
        using var first = Subscriber<long>.Open(publisher.Name, new TopicOptions { ParticipantName = "first" });
        using var second = Subscriber<long>.Open(publisher.Name, new TopicOptions { ParticipantName = "second", Policy = SubscriberPolicy.DropOldest });
        Assert.Equal((0, 1), (publisher.Number, other.Number));
        for (var i = 0L; i < 100; i++)
        {
            publisher.Publish(i);
        }

        Assert.Equal(100, second.TryRead(new long[200]) + second.TryRead(new long[200]) + second.TryRead(new long[200]) + second.TryRead(new long[200]));
        Assert.False(second.TryRead(out _));
        Assert.Equal([("first", 100, 1600, 0, 0), ("second", 0, 0, 0, 100)], publisher.Subscribers.Select(one => (one.Name, one.LagMessages, one.LagBytes, one.Lost, one.Read)));
        Assert.Equal("first", publisher.SlowestSubscriber?.Name);
        Assert.All(other.Subscribers, one => Assert.Equal(0, one.LagMessages));
        Assert.All(other.Subscribers, one => Assert.Equal(Environment.ProcessId, one.ProcessId));
        first.Dispose();
        Assert.Null(publisher.SlowestSubscriber);
        Assert.Equal("second", Assert.Single(publisher.Subscribers).Name);
    }
}
