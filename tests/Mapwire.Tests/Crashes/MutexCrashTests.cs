using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step of the protocol of a mutex.</summary>
public sealed class MutexCrashTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly SharedMutex _mutex;

    public MutexCrashTests() => _mutex = SharedMutex.Create(_scene.Region, "mutex");

    public void Dispose()
    {
        _mutex.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void A_killed_holder_passes_the_mutex_to_who_waits_and_it_is_told()
    {
        var holder = _scene.Join("mutex");
        Assert.Equal("held", holder.Tell("acquire", "mutex"));
        var wait = Scene.Acquire(_mutex);
        _scene.AwaitAsleep("mutex", 0);
        _scene.Kill(holder);

        _scene.EndAs(abandoned: true, wait);
        Assert.True(_mutex.TryAcquire(out var again));
        Assert.False(again.IsAbandoned);
        again.Release();
    }

    [Fact]
    public void Abandoned_stays_said_until_an_owner_says_that_the_data_are_whole()
    {
        var holder = _scene.Join("mutex");
        _ = holder.Tell("acquire", "mutex");
        _scene.Kill(holder);

        for (var i = 0; i < 3; i++)
        {
            Assert.True(_mutex.TryAcquire(out var hold));
            Assert.True(hold.IsAbandoned);
            if (i == 2)
            {
                hold.MarkRepaired();
            }

            hold.Release();
        }

        Assert.True(_mutex.TryAcquire(out var last));
        Assert.False(last.IsAbandoned);
        last.Release();
    }

    [Fact]
    public void A_holder_killed_while_nobody_waits_is_found_dead_by_the_next_try()
    {
        var holder = _scene.Join("mutex");
        _ = holder.Tell("acquire", "mutex");
        Assert.False(_mutex.TryAcquire(out _));
        _scene.Kill(holder);

        Assert.True(_mutex.TryAcquire(out var hold));
        Assert.True(hold.IsAbandoned);
        hold.Release();
    }

    [Fact]
    public void A_killed_holder_passes_the_mutex_to_asynchronous_code()
    {
        var holder = _scene.Join("mutex");
        var other = _scene.Join(out var slot, "mutex");
        _ = holder.Tell("acquire", "mutex");
        _ = other.Tell("begin-async", "mutex");
        _scene.AwaitAsleep("mutex", slot);
        _scene.Kill(holder);

        Assert.Equal("held abandoned", _scene.End(other));
    }

    [Fact]
    public void A_mutex_by_its_own_name_passes_on_as_well()
    {
        var name = UniqueName.Local();
        using var mutex = SharedMutex.Create(name);
        var holder = _scene.Start();
        _ = holder.Tell("open-own", "mutex", name, "0");
        Assert.Equal("held", holder.Tell("acquire", name));
        var wait = Scene.Begin(() => mutex.TryAcquire(Wait.Watchdog, out var hold) ? hold : default);
        _scene.Kill(holder);

        var got = _scene.End(wait);
        Assert.True(got.IsAbandoned);
        got.Release();
        Assert.Empty(RegionInspector.Verify(name));
    }

    [Fact]
    public void All_the_locks_of_a_killed_holder_pass_on()
    {
        using var second = SharedMutex.Create(_scene.Region, "second");
        using var both = SharedReaderWriterLock.Create(_scene.Region, "both");
        using var semaphore = SharedSemaphore.Create(_scene.Region, "semaphore", 2);
        var holder = _scene.Join("mutex", "mutex second", "both", "semaphore semaphore 2");
        foreach (var name in (string[])["mutex", "second", "both", "semaphore", "semaphore"])
        {
            Assert.Equal("held", holder.Tell("acquire", name));
        }

        Pending<bool>[] waits =
        [
            Scene.Begin(() => _mutex.TryAcquire(Wait.Watchdog, out var hold) && hold.IsAbandoned),
            Scene.Begin(() => second.TryAcquire(Wait.Watchdog, out var hold) && hold.IsAbandoned),
            Scene.Begin(() => both.TryAcquireRead(Wait.Watchdog, out var hold) && hold.IsAbandoned),
            Scene.Begin(() => semaphore.TryAcquire(Wait.Watchdog, out _)),
            Scene.Begin(() => semaphore.TryAcquire(Wait.Watchdog, out _)),
        ];
        _scene.Kill(holder);

        Assert.All(waits, wait => Assert.True(_scene.End(wait)));
    }

    [Fact]
    public void A_waiter_killed_in_its_sleep_is_in_nobodys_way()
    {
        Assert.True(_mutex.TryAcquire(out var mine));
        var dead = _scene.Join(out var slot, "mutex");
        var other = _scene.Join(out var last, "mutex");
        _scene.BeginAsleep(dead, "mutex", slot);
        _scene.BeginAsleep(other, "mutex", last);
        _scene.Kill(dead);
        mine.Release();

        Assert.Equal("held", _scene.End(other));
    }

    [Fact]
    public void A_waiter_that_was_rung_and_killed_before_it_looked_costs_the_others_nothing()
    {
        Assert.True(_mutex.TryAcquire(out var mine));
        var dead = _scene.Join(out var slot, "mutex");
        var other = _scene.Join(out var last, "mutex");
        Assert.Equal("asleep", dead.Tell("step", "mutex", "sleep"));
        _scene.BeginAsleep(other, "mutex", last);
        mine.Release();
        Assert.Equal(Bell.Rung, _scene.BellOf("mutex", slot));
        _scene.Kill(dead);

        Assert.Equal("held", _scene.End(other));
    }

    [Fact]
    public void A_waiter_that_was_stopped_then_rung_then_killed_costs_the_others_nothing()
    {
        Conditions.NeedsUnix();
        Assert.True(_mutex.TryAcquire(out var mine));
        var dead = _scene.Join(out var slot, "mutex");
        var other = _scene.Join(out var last, "mutex");
        _scene.BeginAsleep(dead, "mutex", slot);
        Signals.Stop(dead.Id);
        _scene.BeginAsleep(other, "mutex", last);
        mine.Release();
        Assert.Equal(Bell.Rung, _scene.BellOf("mutex", slot));
        _scene.Kill(dead);

        Assert.Equal("held", _scene.End(other));
    }

    [Fact]
    public void A_holder_and_the_first_waiter_killed_in_one_instant_pass_the_mutex_to_the_second()
    {
        var holder = _scene.Join("mutex");
        var first = _scene.Join(out var slot, "mutex");
        _ = holder.Tell("acquire", "mutex");
        _scene.BeginAsleep(first, "mutex", slot);
        var wait = Scene.Acquire(_mutex);
        _scene.AwaitAsleep("mutex", 0);
        _scene.Kill(holder, first);

        _scene.EndAs(abandoned: true, wait);
    }

    [Fact]
    public void A_mutex_goes_through_a_chain_of_killed_owners()
    {
        var holder = _scene.Join("mutex");
        _ = holder.Tell("acquire", "mutex");
        for (var i = 0; i < 4; i++)
        {
            var next = _scene.Join(out var slot, "mutex");
            _scene.BeginAsleep(next, "mutex", slot);
            _scene.Kill(holder);
            Assert.Equal("held abandoned", _scene.End(next));
            holder = next;
        }

        var wait = Scene.Acquire(_mutex);
        _scene.Kill(holder);
        _scene.EndAs(abandoned: true, wait);
    }

    [Fact]
    public void A_maker_of_a_lock_killed_in_the_middle_is_followed_by_the_next()
    {
        var dead = _scene.Join();
        Assert.Equal("taken", dead.Tell("step", string.Empty, "take"));
        var wait = Scene.Begin(() => SharedMutex.Create(_scene.Region, "new"));
        _scene.AwaitAsleep(string.Empty, 0);
        _scene.Kill(dead);

        using var made = _scene.End(wait);
        Assert.True(made.TryAcquire(out var hold));
        Assert.False(hold.IsAbandoned);
        hold.Release();
    }
}
