using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Every message goes to every subscriber, in order, from when it joined.</summary>
public class TopicTests
{
    private static readonly TopicOptions _small = new() { Capacity = 4096, MaxPublishers = 2, MaxParticipants = 8 };

    [Fact]
    public void Every_subscriber_gets_every_message_in_order()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        using var first = Subscriber<long>.Open(publisher.Name);
        using var second = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        for (var round = 0; round < 100; round++)
        {
            for (var i = 0L; i < 20; i++)
            {
                publisher.Publish((round * 20) + i);
            }

            for (var i = 0L; i < 20; i++)
            {
                Assert.True(first.TryRead(out var value));
                Assert.Equal((round * 20) + i, value);
                Assert.Equal((round * 20) + i, first.Sequence);
                Assert.True(second.TryRead(out value));
                Assert.Equal((round * 20) + i, value);
                Assert.Null(second.Loss);
            }

            Assert.False(first.TryRead(out _));
            Assert.False(second.TryRead(out _));
        }

        Assert.Equal(new TopicCounts { Published = 2000, Read = 4000, Lost = 0 }, publisher.Counts);
    }

    [Fact]
    public void Messages_of_any_length_cross_the_end_of_the_ring()
    {
        using var publisher = Publisher.Create(UniqueName.Local(), _small);
        using var blocking = Subscriber.Open(publisher.Name);
        using var copying = Subscriber.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(0, publisher.MaxMessageSize + 1)];
            random.NextBytes(bytes);
            publisher.Publish(bytes, TimeSpan.Zero);
            foreach (var one in new[] { blocking, copying })
            {
                Assert.True(one.TryRead(out var message));
                Assert.Equal(bytes, message.Span.ToArray());
                Assert.Equal(i, message.Sequence);
                Assert.Null(message.Loss);
                Assert.False(one.TryRead(out _));
            }
        }
    }

    [Fact]
    public void Who_is_slow_and_drops_the_oldest_is_told_what_it_lost()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        using var slow = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        for (var i = 0L; i < 1000; i++)
        {
            Assert.True(publisher.TryPublish(i));
        }

        Assert.True(slow.TryRead(out var first));
        Assert.True(first > 1000 - 256, $"{first} had been written over.");
        Assert.Equal(new TopicLoss(0, 0, first - 1), slow.Loss);
        for (var i = first + 1; i < 1000; i++)
        {
            Assert.True(slow.TryRead(out var value));
            Assert.Equal(i, value);
            Assert.Null(slow.Loss);
        }

        Assert.False(slow.TryRead(out _));
        Assert.Equal(first, slow.Lost);
    }

    [Fact]
    public async Task A_publisher_waits_for_who_wants_that()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _small);
        using var blocking = Subscriber<long>.Open(publisher.Name);
        var count = 0L;
        while (publisher.TryPublish(count))
        {
            count++;
        }

        Assert.Equal(255, count);
        var late = Task.Run(() => publisher.Publish(count));
        Assert.True(blocking.TryRead(out var value));
        Assert.Equal(0, value);
        for (var i = 1L; i <= count; i++)
        {
            Assert.Equal(i, blocking.Read(Wait.Watchdog));
        }

        await late.WaitAsync(Wait.Watchdog);
    }
}
