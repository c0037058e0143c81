using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Where a subscriber begins that joins late.</summary>
public class TopicHistoryTests
{
    private static readonly TopicOptions _small = new() { Capacity = Messages.Smallest, MaxPublishers = 3, MaxParticipants = 8 };

    [Theory]
    [InlineData(SubscriberPolicy.Block)]
    [InlineData(SubscriberPolicy.DropOldest)]
    public void Who_joins_begins_with_what_is_published_from_then_on(SubscriberPolicy policy)
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        for (var i = 0L; i < 1000; i++)
        {
            using var subscriber = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = policy });
            Assert.False(subscriber.TryRead(out _));
            publisher.Publish(i);
            Assert.Equal(i, subscriber.Read(Wait.Watchdog));
            Assert.Equal(i, subscriber.Sequence);
            Assert.Null(subscriber.Loss);
            Assert.False(subscriber.TryRead(out _));
        }
    }

    [Theory]
    [InlineData(SubscriberPolicy.Block)]
    [InlineData(SubscriberPolicy.DropOldest)]
    public void Who_asks_for_the_last_ones_gets_exactly_those(SubscriberPolicy policy)
    {
        using var publisher = Publisher.Create(UniqueName.Local(), _small);
        var random = new Random(3);
        for (var published = 0; published < 700; published++)
        {
            var wanted = random.Next(40);
            using var subscriber = Subscriber.Open(publisher.Name, new TopicOptions { Policy = policy, History = wanted });
            for (var i = Math.Max(0, published - wanted); i < published; i++)
            {
                Assert.True(subscriber.TryRead(out var message));
                Assert.Equal(i, message.Sequence);
                Messages.Check(i, 10 + (i % 50), message.Span);
                Assert.Null(message.Loss);
            }

            Assert.False(subscriber.TryRead(out _));
            publisher.Publish(Messages.Of(published, 10 + (published % 50)));
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    public void Who_asks_for_more_than_there_is_gets_nearly_all_that_the_lane_has(int published)
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        for (var i = 0L; i < published; i++)
        {
            publisher.Publish(i);
        }

        using var subscriber = Subscriber<long>.Open(publisher.Name, new TopicOptions { History = long.MaxValue });
        var first = subscriber.Read(Wait.Watchdog);

        // 256 fit into the ring; the publisher may be writing a sixteenth of it, and a kept mark lies in each sixteenth.
        Assert.InRange(first, Math.Max(0, published - 256), Math.Max(0, published - 256 + 33));
        for (var i = first + 1; i < published; i++)
        {
            Assert.Equal(i, subscriber.Read(Wait.Watchdog));
        }

        Assert.False(subscriber.TryRead(out _));
    }

    [Fact]
    public void The_last_of_each_publisher_come_and_of_those_that_have_left()
    {
        using var eye = Subscriber<int>.Create(UniqueName.Local(), new TopicOptions { Capacity = 4096, MaxPublishers = 3, Policy = SubscriberPolicy.DropOldest });
        using (var first = Publisher<int>.Open(eye.Name))
        using (var second = Publisher<int>.Open(eye.Name))
        {
            for (var i = 0; i < 10; i++)
            {
                first.Publish(i);
                second.Publish(100 + i);
            }
        }

        using var third = Publisher<int>.Open(eye.Name);
        Assert.Equal(0, third.Number);
        third.Publish(200);
        using var late = Subscriber<int>.Open(eye.Name, new TopicOptions { History = 3 });
        List<(int Lane, long Sequence, int Value)> read = [];
        while (late.TryRead(out var value))
        {
            read.Add((late.Publisher, late.Sequence, value));
        }

        Assert.Equal([(0, 8, 8), (0, 9, 9), (0, 10, 200), (1, 7, 107), (1, 8, 108), (1, 9, 109)], read.Order());
    }

    [Fact]
    public async Task Who_joins_while_others_publish_misses_nothing_from_where_it_began()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), new TopicOptions { Capacity = 4096, MaxParticipants = 8 });
        using var over = new CancellationTokenSource();
        var publishing = Task.Run(() =>
        {
            for (var i = 0L; !over.IsCancellationRequested; i++)
            {
                publisher.Publish(i, Wait.Watchdog);
            }
        });
        for (var round = 0; round < Messages.Times(500); round++)
        {
            using var subscriber = Subscriber<long>.Open(publisher.Name, new TopicOptions { History = round % 3 * 50, Waiting = WaitStrategy.Park });
            var first = await subscriber.ReadAsync();
            for (var i = first + 1; i < first + 500; i++)
            {
                Assert.Equal(i, subscriber.Read(Wait.Watchdog));
                Assert.Equal(i, subscriber.Sequence);
            }
        }

        await over.CancelAsync();
        await publishing.WaitAsync(Wait.Watchdog);
    }
}
