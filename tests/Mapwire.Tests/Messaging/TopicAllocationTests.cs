using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Nothing that is done again and again with a topic allocates.</summary>
[Collection(Alone.Name)]
public class TopicAllocationTests
{
    private const int Waits = 300;

    [Theory]
    [InlineData(SubscriberPolicy.Block, false)]
    [InlineData(SubscriberPolicy.DropOldest, false)]
    [InlineData(SubscriberPolicy.DropOldest, true)]
    public void Messages_of_a_topic_allocate_nothing(SubscriberPolicy policy, bool isReadOnly)
    {
        using var publisher = Publisher.Create(UniqueName.Local(), new TopicOptions { Capacity = Messages.Smallest });
        using var subscriber = Subscriber.Open(publisher.Name, new TopicOptions { Policy = policy, IsReadOnly = isReadOnly });
        var bytes = Messages.Of(1, 100);
        NoAllocation.Hold(() =>
        {
            _ = publisher.TryPublish(bytes);
            _ = publisher.TryPublish(bytes, TimeSpan.Zero);
            if (publisher.TryClaim(50, out var claim))
            {
                claim.GetSpan(20).Fill(1);
                claim.Advance(20);
                claim.Publish();
            }

            while (subscriber.TryRead(out var message))
            {
                _ = message.Span.Length;
            }

            _ = subscriber.TryRead(TimeSpan.Zero, out _) || subscriber.WaitToRead(TimeSpan.Zero);
        });
    }

    [Fact]
    public void Losses_and_publishing_in_vain_allocate_nothing()
    {
        using var publisher = Publisher.Create(UniqueName.Local(), new TopicOptions { Capacity = Messages.Smallest });
        using var dropping = Subscriber.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        var bytes = Messages.Of(1, 1000);
        var lost = 0L;
        NoAllocation.Hold(() =>
        {
            for (var i = 0; i < 8; i++)
            {
                _ = publisher.TryPublish(bytes);
            }

            Assert.True(dropping.TryRead(out var message));
            lost += message.Loss is { } loss ? loss.Last - loss.First + 1 : 0;
        });
        Assert.True(lost > 0);
        using var blocking = Subscriber.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.Block });
        while (publisher.TryPublish(bytes))
        {
        }

        NoAllocation.Hold(() => _ = publisher.TryPublish(bytes) || publisher.TryClaim(1000, out _));
    }

    [Fact]
    public void Values_of_a_topic_allocate_nothing()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local());
        using var subscriber = Subscriber<long>.Open(publisher.Name);
        NoAllocation.Hold(() =>
        {
            _ = publisher.TryPublish(7);
            _ = subscriber.TryRead(out _);
        });
    }

    [Fact]
    public async Task Waiting_for_a_topic_without_a_thread_allocates_nothing()
    {
        using var publisher = Publisher<int>.Create(UniqueName.Local());
        using var subscriber = Subscriber<int>.Open(publisher.Name, new TopicOptions { Waiting = WaitStrategy.Park });
        using var over = new CancellationTokenSource();
        var asked = 0;
        var publishes = Worker.Start(() =>
        {
            for (var i = 0; !over.IsCancellationRequested;)
            {
                if (Volatile.Read(ref asked) > i)
                {
                    Assert.True(publisher.TryPublish(++i));
                }
                else
                {
                    Thread.Yield();
                }
            }
        });
        await NoAllocation.HoldInProcess(Waits, async () =>
        {
            for (var i = 0; i < Waits; i++)
            {
                var wait = subscriber.WaitToReadAsync();
                Volatile.Write(ref asked, asked + 1);
                Assert.True(await wait);
                Assert.True(subscriber.TryRead(out _));
            }
        }).WaitAsync(Worker.Watchdog);
        await over.CancelAsync();
        publishes.Join();
    }
}
