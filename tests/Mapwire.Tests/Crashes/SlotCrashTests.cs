using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step by which a participant comes, goes, or recovers another.</summary>
public sealed class SlotCrashTests : IDisposable
{
    private readonly Scene _scene = new(slots: 5);
    private readonly SharedMutex _mutex;

    public SlotCrashTests() => _mutex = SharedMutex.Create(_scene.Region, "mutex");

    public void Dispose()
    {
        _mutex.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void A_joiner_killed_after_it_locked_a_slot_leaves_it_free()
    {
        var dead = _scene.Join();
        Assert.Equal("locked", dead.Tell("slot", "lock", "2"));
        _scene.Kill(dead);

        using var again = SharedRegion.Open(_scene.Name);
        using var more = SharedRegion.Open(_scene.Name);
        Assert.Equal([1, 2], [again.Region.Slot, more.Region.Slot]);
    }

    [Fact]
    public void A_joiner_killed_after_it_was_somebody_and_before_it_rang_is_recovered_by_the_next_who_joins()
    {
        var other = _scene.Join("mutex");
        _ = other.Tell("acquire", "mutex");
        var wait = Scene.Begin(() => _mutex.TryAcquire(Wait.Watchdog, out var hold) ? hold : throw new TimeoutException());
        _scene.AwaitAsleep("mutex", 0);
        var dead = _scene.Join();
        _ = dead.Tell("slot", "lock", "3");
        Assert.Equal("live", dead.Tell("slot", "live", "3"));
        _scene.Kill(dead);

        using (SharedRegion.Open(_scene.Name))
        {
            _scene.AwaitFree(3);
        }

        _ = other.Tell("release", "mutex");
        _scene.End(wait).Release();
    }

    [Fact]
    public void A_joiner_killed_while_it_recovered_the_dead_one_before_it_is_followed_by_the_next()
    {
        var first = _scene.Join(out var slot, "mutex");
        _ = first.Tell("acquire", "mutex");
        var second = _scene.Join();
        _scene.Kill(first);
        Assert.Equal("locked", second.Tell("slot", "lock", Scene.Text(slot)));
        _scene.Kill(second);

        Assert.True(_mutex.TryAcquire(out var hold));
        Assert.True(hold.IsAbandoned);
        hold.Release();
    }

    [Fact]
    public void Who_is_killed_while_it_leaves_has_left()
    {
        var dead = _scene.Join(out var slot, "mutex");
        _ = dead.Tell("acquire", "mutex");
        Assert.Equal("recovered", dead.Tell("slot", "recover", Scene.Text(slot)));
        _scene.Kill(dead);

        Assert.True(_mutex.TryAcquire(out var hold));
        Assert.True(hold.IsAbandoned);
        hold.Release();
        using var next = SharedRegion.Open(_scene.Name);
        Assert.Equal(slot, next.Region.Slot);
    }

    [Fact]
    public void Who_is_killed_after_its_slot_was_free_and_before_it_dropped_the_lock_has_left()
    {
        var dead = _scene.Join(out var slot);
        _ = dead.Tell("slot", "recover", Scene.Text(slot));
        Assert.Equal("free", dead.Tell("slot", "free", Scene.Text(slot)));
        _scene.Kill(dead);

        using var next = SharedRegion.Open(_scene.Name);
        Assert.Equal(slot, next.Region.Slot);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("recover")]
    [InlineData("free")]
    public void A_recoverer_killed_at_any_step_is_followed_by_the_next(string last)
    {
        var dead = _scene.Join(out var slot, "mutex");
        _ = dead.Tell("acquire", "mutex");
        var recoverer = _scene.Join("mutex");
        _scene.Kill(dead);
        foreach (var step in (string[])["lock", "recover", "free"])
        {
            _ = recoverer.Tell("slot", step, Scene.Text(slot));
            if (step == last)
            {
                break;
            }
        }

        var wait = Scene.Begin(() => _mutex.TryAcquire(Wait.Watchdog, out var hold) ? hold : throw new TimeoutException());
        if (last == "lock")
        {
            Assert.False(_mutex.TryAcquire(out _));
        }

        _scene.Kill(recoverer);
        var got = _scene.End(wait);
        Assert.True(got.IsAbandoned);
        got.MarkRepaired();
        got.Release();

        // Who joins recovers whoever is dead where it looks for room; nobody waits any more.
        SharedRegion.Open(_scene.Name).Dispose();
        _scene.AwaitFree(slot);
        Assert.True(_mutex.TryAcquire(out got));
        Assert.False(got.IsAbandoned);
        got.Release();
    }

    [Fact]
    public void Two_deaths_in_a_row_are_both_recovered()
    {
        using var second = SharedMutex.Create(_scene.Region, "second");
        var one = _scene.Join(out var slot, "mutex");
        var two = _scene.Join(out var next, "mutex second");
        _ = one.Tell("acquire", "mutex");
        _ = two.Tell("acquire", "second");
        var waits = new[] { _mutex, second }.Select(mutex => Scene.Begin(() => mutex.TryAcquire(Wait.Watchdog, out var hold) && hold.IsAbandoned)).ToList();
        _scene.Kill(one);
        Assert.True(_scene.End(waits[0]));
        Assert.False(waits[1].IsOver);
        _scene.Kill(two);

        Assert.True(_scene.End(waits[1]));
        _scene.AwaitFree(slot);
        _scene.AwaitFree(next);
    }

    [Fact]
    public void A_newcomer_finds_room_where_everybody_else_is_dead()
    {
        var all = Enumerable.Range(0, 4).Select(_ => _scene.Join("mutex")).ToArray();
        _ = all[2].Tell("acquire", "mutex");
        var full = Assert.Throws<InvalidOperationException>(() => SharedRegion.Open(_scene.Name));
        Assert.Contains("5 participants", full.Message, StringComparison.Ordinal);
        _scene.Kill(all);

        SharedRegion[] came = [.. Enumerable.Range(0, 4).Select(_ => SharedRegion.Open(_scene.Name))];
        Assert.Equal([1, 2, 3, 4], came.Select(one => one.Region.Slot));
        Assert.True(_mutex.TryAcquire(out var hold));
        Assert.True(hold.IsAbandoned);
        hold.Release();
        foreach (var one in came)
        {
            one.Dispose();
        }
    }

    [Fact]
    public void A_death_is_recovered_once_however_many_notice_it()
    {
        using var barrier = SharedBarrier.Create(_scene.Region, "barrier", 1);
        SharedRegion[] others = [SharedRegion.Open(_scene.Name), SharedRegion.Open(_scene.Name)];
        var dead = _scene.Join("mutex", "barrier barrier 1");
        _ = dead.Tell("acquire", "mutex");
        var waits = others.Select(other => SharedMutex.Open(other, "mutex")).Select(mutex => Scene.Begin(() =>
        {
            using var hold = mutex.Acquire();
            return hold.IsAbandoned;
        })).ToList();
        Assert.All(others, other => _scene.AwaitAsleep("mutex", other.Region.Slot));
        _scene.Kill(dead);

        Assert.All(waits, wait => Assert.True(_scene.End(wait)));
        Assert.All(others, other => other.Dispose());
        Assert.True(barrier.TrySignalAndWait(Wait.Watchdog, out var phase));
        Assert.True(phase.HasLostMember);
        Assert.True(barrier.TrySignalAndWait(Wait.Watchdog, out phase));
        Assert.False(phase.HasLostMember);
    }
}
