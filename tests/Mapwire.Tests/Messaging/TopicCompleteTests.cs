using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>The end of a topic: every subscriber reads what there is, and learns that no more will come.</summary>
public class TopicCompleteTests
{
    public static TheoryData<SubscriberPolicy, bool> Ends { get; } = new()
    {
        { SubscriberPolicy.Block, false },
        { SubscriberPolicy.DropOldest, false },
        { SubscriberPolicy.DropNewest, false },
        { SubscriberPolicy.Disconnect, false },
        { SubscriberPolicy.DropOldest, true },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Everything_is_read_and_then_everybody_is_told(SubscriberPolicy policy, bool isReadOnly)
    {
        using var publisher = Publisher<int>.Create(UniqueName.Local(), new TopicOptions { Capacity = 4096 });
        var options = new TopicOptions { Policy = policy, IsReadOnly = isReadOnly };
        using var early = Subscriber<int>.Open(publisher.Name, options);
        using var waiting = Subscriber<int>.Open(publisher.Name, options);
        using var asleep = Subscriber<int>.Open(publisher.Name, options);
        var wait = waiting.ReadAsync().AsTask();
        var sleep = Task.Factory.StartNew(() => asleep.Read(Wait.Watchdog), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        publisher.Publish(1);
        var first = await Task.WhenAll(wait, sleep).WaitAsync(Wait.Watchdog);
        Assert.Equal([1, 1], first);
        wait = waiting.ReadAsync().AsTask();
        sleep = Task.Factory.StartNew(() => asleep.Read(Wait.Watchdog), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(publisher.Complete("broken"));
        Assert.False(publisher.Complete());
        Assert.False(publisher.TryPublish(2));
        Assert.Equal(0, PublishTwo(publisher));
        Assert.Equal("broken", Assert.Throws<TopicCompletedException>(() => publisher.Publish(2)).Error);
        _ = await Assert.ThrowsAsync<TopicCompletedException>(async () => await publisher.PublishAsync(2));
        Assert.Equal("broken", (await Assert.ThrowsAsync<TopicCompletedException>(() => wait.WaitAsync(Wait.Watchdog))).Error);
        _ = await Assert.ThrowsAsync<TopicCompletedException>(() => sleep.WaitAsync(Wait.Watchdog));
        Assert.Equal(1, early.Read());
        Assert.False(early.TryRead(Wait.Watchdog, out _));
        Assert.False(early.WaitToRead(Wait.Watchdog));
        Assert.False(await early.WaitToReadAsync());
        var told = Assert.Throws<TopicCompletedException>(() => early.Read());
        Assert.Contains(publisher.Name, told.Message, StringComparison.Ordinal);
        Assert.Equal("broken", early.Error);
        _ = await Assert.ThrowsAsync<TopicCompletedException>(async () =>
        {
            await foreach (var _ in early.ReadAllAsync())
            {
            }
        });
    }

    [Fact]
    public async Task Who_joins_late_may_read_what_there_is_and_all_of_it_to_the_end()
    {
        using var publisher = Publisher.Create(UniqueName.Local(), new TopicOptions { Capacity = 4096 });
        for (var i = 0; i < 10; i++)
        {
            publisher.Publish(Messages.Of(i, 20));
        }

        Assert.True(publisher.Complete());
        using var late = Subscriber.Open(publisher.Name, new TopicOptions { History = 5 });
        var next = 5;
        await foreach (var message in late.ReadAllAsync())
        {
            Messages.Check(next++, 20, message.Span);
        }

        Assert.Equal(10, next);
    }

    [Fact]
    public async Task A_publisher_that_waits_for_room_is_told()
    {
        using var publisher = Publisher<int>.Create(UniqueName.Local(), new TopicOptions { Capacity = 4096, Waiting = WaitStrategy.Park });
        using var other = Publisher<int>.Open(publisher.Name);
        using var subscriber = Subscriber<int>.Open(publisher.Name);
        while (publisher.TryPublish(1))
        {
        }

        var wait = publisher.PublishAsync(2).AsTask();
        Assert.True(other.Complete());
        _ = await Assert.ThrowsAsync<TopicCompletedException>(() => wait.WaitAsync(Wait.Watchdog));
    }

    private static int PublishTwo(Publisher<int> publisher) => publisher.TryPublish([2, 3]);
}
