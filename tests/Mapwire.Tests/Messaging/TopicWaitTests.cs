using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Waiting for a message and for room, with a thread and without.</summary>
public class TopicWaitTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(2);

    public static TheoryData<WaitStrategy, SubscriberPolicy> Ways { get; } = new()
    {
        { WaitStrategy.Park, SubscriberPolicy.Block },
        { WaitStrategy.SpinThenPark, SubscriberPolicy.Block },
        { WaitStrategy.Spin, SubscriberPolicy.DropOldest },
        { WaitStrategy.Park, SubscriberPolicy.DropNewest },
        { WaitStrategy.SpinThenPark, SubscriberPolicy.Disconnect },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task One_message_wakes_everybody_who_waits(WaitStrategy waiting, SubscriberPolicy policy)
    {
        using var publisher = Publisher<int>.Create(UniqueName.Local(), new TopicOptions { Capacity = 4096 });
        var options = new TopicOptions { Waiting = waiting, Policy = policy };
        var subscribers = Enumerable.Range(0, 4).Select(_ => Subscriber<int>.Open(publisher.Name, options)).ToList();
        try
        {
            for (var round = 0; round < Messages.Times(200); round++)
            {
                var waits = subscribers.Select((one, index) => index % 2 == 0
                    ? one.ReadAsync().AsTask()
                    : Task.Factory.StartNew(() => one.Read(Wait.Watchdog), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
                if (round % 2 == 0 && waiting == WaitStrategy.Park && policy == SubscriberPolicy.Block)
                {
                    AwaitReaders(publisher.Name, 4);
                }

                publisher.Publish(round);
                Assert.Equal([round, round, round, round], await Task.WhenAll(waits).WaitAsync(Wait.Watchdog));
            }
        }
        finally
        {
            subscribers.ForEach(one => one.Dispose());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_publisher_that_waits_for_room_goes_on_when_the_last_that_it_waits_for_has_read(bool isAsync)
    {
        var options = new TopicOptions { Capacity = 4096, Waiting = WaitStrategy.Park };
        using var publisher = Publisher<int>.Create(UniqueName.Local(), options);
        using var first = Subscriber<int>.Open(publisher.Name, options);
        using var second = Subscriber<int>.Open(publisher.Name, options);
        var next = 0;
        while (publisher.TryPublish(next))
        {
            next++;
        }

        Assert.False(publisher.TryPublish(next, _short));
        _ = Assert.Throws<TimeoutException>(() => publisher.Publish(next, _short));
        var wait = isAsync ? publisher.PublishAsync(next).AsTask() : Task.Factory.StartNew(() => publisher.Publish(next, Wait.Watchdog), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var i = 0; i < next; i++)
        {
            Assert.Equal(i, first.Read(Wait.Watchdog));
        }

        Assert.False(first.TryRead(out _));
        Assert.False(wait.IsCompleted);
        for (var i = 0; i < next; i++)
        {
            Assert.Equal(i, second.Read(Wait.Watchdog));
        }

        Assert.Equal(next, first.Read(Wait.Watchdog));
        Assert.Equal(next, second.Read(Wait.Watchdog));
        await wait.WaitAsync(Wait.Watchdog);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_subscriber_that_is_closed_holds_up_nobody_any_more(bool isAsync)
    {
        var options = new TopicOptions { Capacity = 4096, Waiting = WaitStrategy.Park };
        using var publisher = Publisher<int>.Create(UniqueName.Local(), options);
        using var subscriber = Subscriber<int>.Open(publisher.Name, options);
        while (publisher.TryPublish(1))
        {
        }

        var wait = isAsync ? publisher.PublishAsync(2).AsTask() : Task.Factory.StartNew(() => publisher.Publish(2, Wait.Watchdog), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.False(wait.IsCompleted);
        subscriber.Dispose();
        await wait.WaitAsync(Wait.Watchdog);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Where_nothing_comes_a_wait_ends_and_takes_nothing(WaitStrategy waiting, SubscriberPolicy policy)
    {
        using var publisher = Publisher<int>.Create(UniqueName.Local(), new TopicOptions { Capacity = 4096 });
        using var subscriber = Subscriber<int>.Open(publisher.Name, new TopicOptions { Waiting = waiting, Policy = policy });
        Assert.False(subscriber.TryRead(TimeSpan.Zero, out _));
        Assert.False(subscriber.TryRead(_short, out _));
        Assert.False(subscriber.WaitToRead(_short));
        _ = Assert.Throws<TimeoutException>(() => subscriber.Read(_short));
        using var cancellation = new CancellationTokenSource();
        var wait = subscriber.ReadAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        publisher.Publish(7);
        Assert.True(subscriber.WaitToRead(Wait.Watchdog));
        Assert.True(await subscriber.WaitToReadAsync());
        Assert.Equal(7, await subscriber.ReadAsync());
    }

    [Fact]
    public async Task Two_processes_worth_of_threads_pass_everything_on()
    {
        var count = Messages.Times(20_000);
        using var publisher = Publisher<long>.Create(UniqueName.Local(), new TopicOptions { Capacity = 4096 });
        using var other = Publisher<long>.Open(publisher.Name);
        var subscribers = new[] { WaitStrategy.Park, WaitStrategy.SpinThenPark, WaitStrategy.Park }.Select(waiting =>
            Subscriber<long>.Open(publisher.Name, new TopicOptions { Waiting = waiting })).ToList();
        var reads = subscribers.Select((one, index) => Task.Run(async () =>
        {
            var next = new long[2];
            for (var i = 0; i < 2 * count; i++)
            {
                var value = index == 0 ? await one.ReadAsync() : one.Read(Wait.Watchdog);
                Assert.Equal(next[one.Publisher]++, value);
            }
        })).ToList();
        var writes = new[] { publisher, other }.Select(one => Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                if (i % 3 == 0)
                {
                    await one.PublishAsync(i);
                }
                else
                {
                    one.Publish(i, Wait.Watchdog);
                }
            }
        })).ToList();
        await Task.WhenAll(writes).WaitAsync(Wait.Watchdog);
        await Task.WhenAll(reads).WaitAsync(Wait.Watchdog);
        subscribers.ForEach(one => one.Dispose());
    }

    // Until so many sleep.
    private static void AwaitReaders(string name, int count)
    {
        using var bytes = new TopicBytes(name);
        Wait.Until(() => Enumerable.Range(0, bytes.Slots).Count(slot => Volatile.Read(ref bytes.Cell(slot).ReadBell) == Bell.Sleeps) >= count);
    }
}
