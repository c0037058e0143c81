using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

public sealed class ManualEventLockTests : LockContract<SharedEvent>
{
    private protected override LockApi<SharedEvent> Api => LockApis.Event(EventResetMode.ManualReset);
}

public sealed class AutoEventLockTests : LockContract<SharedEvent>
{
    private protected override LockApi<SharedEvent> Api => LockApis.Event(EventResetMode.AutoReset);
}

public class EventTests
{
    [Theory]
    [InlineData(EventResetMode.ManualReset, true)]
    [InlineData(EventResetMode.ManualReset, false)]
    [InlineData(EventResetMode.AutoReset, true)]
    [InlineData(EventResetMode.AutoReset, false)]
    public void It_begins_as_it_was_made(EventResetMode mode, bool isSet)
    {
        using var signal = SharedEvent.Create(UniqueName.Local(), mode, isSet);
        using var same = SharedEvent.CreateOrOpen(signal.Name, 1 - mode, !isSet);
        Assert.Equal(mode, same.Mode);
        Assert.Equal(isSet, same.IsSet);
        Assert.Equal(isSet, same.TryWait());
        Assert.Equal(isSet && mode == EventResetMode.ManualReset, signal.TryWait());
        signal.Set();
        signal.Set();
        Assert.True(same.IsSet);
        same.Reset();
        same.Reset();
        Assert.False(signal.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void There_are_two_modes() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedEvent.Create(UniqueName.Local(), (EventResetMode)2));

    [Fact]
    public void A_manual_event_lets_everybody_through_until_it_is_reset()
    {
        using var signal = SharedEvent.Create(UniqueName.Local(), EventResetMode.ManualReset);
        using var other = SharedEvent.Open(signal.Name);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => signal.Wait(TimeSpan.FromTicks(-1)));
        Assert.False(signal.TryWait());
        signal.Set();
        for (var round = 0; round < 3; round++)
        {
            Assert.True(other.TryWait());
            other.Wait();
            Assert.True(other.Wait(TimeSpan.Zero));
            Assert.True(other.WaitAsync().IsCompletedSuccessfully);
        }

        other.Reset();
        Assert.False(signal.Wait(TimeSpan.FromMilliseconds(5)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_set_and_a_reset_at_once_release_everybody_who_waited(bool isByName)
    {
        var api = LockApis.Event(EventResetMode.ManualReset);
        using LockPlace<SharedEvent> place = isByName ? new ByName<SharedEvent>(api) : new InRegion<SharedEvent>(api);
        var signal = place.Create();
        var others = Enumerable.Range(0, 4).Select(_ => place.Open()).ToList();
        for (var round = 0; round < 50; round++)
        {
            var threads = others.Take(2).Select(other => Worker.Start(other.Wait)).ToList();
            place.AwaitSleepers(2);
            var tasks = others.SelectMany(other => Enumerable.Range(0, 3).Select(_ => other.WaitAsync().AsTask())).ToList();
            place.AwaitSleepers(4);
            signal.Set();
            signal.Reset();
            threads.ForEach(thread => thread.Join());
            await Task.WhenAll(tasks).WaitAsync(Worker.Watchdog);
            Assert.False(signal.IsSet);
            Assert.False(others[0].TryWait());
        }
    }

    [Fact]
    public async Task Each_set_of_an_auto_event_lets_one_through_and_none_is_lost()
    {
        const int Sets = 2000;
        using var place = new ByName<SharedEvent>(LockApis.Event(EventResetMode.AutoReset));
        var signal = place.Create();
        var others = new[] { place.Open(), place.Open(), place.Open() };
        var passed = 0;
        using var done = new CancellationTokenSource();
        var tasks = Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            while (true)
            {
                await others[i % 3].WaitAsync(done.Token);
                _ = Interlocked.Increment(ref passed);
            }
        })).ToList();
        var threads = Enumerable.Range(0, 2).Select(i => Worker.Start(() =>
        {
            while (!done.IsCancellationRequested)
            {
                if (others[i].Wait(TimeSpan.FromMilliseconds(1)))
                {
                    _ = Interlocked.Increment(ref passed);
                }
            }
        })).ToList();
        for (var set = 1; set <= Sets; set++)
        {
            signal.Set();
            Wait.Until(() => Volatile.Read(ref passed) == set);
        }

        await done.CancelAsync();
        threads.ForEach(thread => thread.Join());
        foreach (var task in tasks)
        {
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Worker.Watchdog));
        }

        Assert.Equal(Sets, passed);
        Assert.False(signal.IsSet);
    }

    [Fact]
    public async Task An_auto_event_set_by_many_lets_through_no_more_than_were_set()
    {
        const int Sets = 1000;
        using var place = new InRegion<SharedEvent>(LockApis.Event(EventResetMode.AutoReset));
        var setters = new[] { place.Create(), place.Open() };
        var other = place.Open();
        var passed = 0;
        using var done = new CancellationTokenSource();
        var waiter = Task.Run(async () =>
        {
            while (true)
            {
                await other.WaitAsync(done.Token);
                _ = Interlocked.Increment(ref passed);
            }
        });
        Worker.All(2, i =>
        {
            for (var set = 0; set < Sets; set++)
            {
                setters[i].Set();
            }
        });
        Wait.Until(() => !setters[0].IsSet);
        await done.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter.WaitAsync(Worker.Watchdog));
        Assert.InRange(passed, 1, 2 * Sets);
    }

    [Fact]
    public async Task A_closed_event_says_so()
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        using var keeper = SharedEvent.Create(UniqueName.Local(), EventResetMode.ManualReset);
        foreach (var signal in (SharedEvent[])[SharedEvent.Create(region, "event", EventResetMode.ManualReset), SharedEvent.Open(keeper.Name)])
        {
            var waiting = signal.WaitAsync().AsTask();
            signal.Dispose();
            _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Worker.Watchdog));
            Action[] uses = [signal.Set, signal.Reset, signal.Wait, () => signal.TryWait(), () => _ = signal.IsSet, () => signal.Wait(TimeSpan.Zero)];
            Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
            Assert.NotEmpty(signal.Name);
        }
    }
}
