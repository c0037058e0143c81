using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill between the steps by which a mutex is released, rung for and handed over.</summary>
public sealed class HandOverCrashTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly SharedMutex _mutex;

    public HandOverCrashTests() => _mutex = SharedMutex.Create(_scene.Region, "mutex");

    public void Dispose()
    {
        _mutex.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void A_releaser_killed_after_it_freed_the_mutex_and_before_it_rang_leaves_no_sleeper_behind()
    {
        var dead = _scene.Join("mutex");
        Assert.Equal("taken", dead.Tell("step", "mutex", "take"));
        var wait = Scene.Acquire(_mutex);
        _scene.AwaitAsleep("mutex", 0);
        Assert.Equal("freed", dead.Tell("step", "mutex", "free"));
        Assert.False(wait.IsOver);
        _scene.Kill(dead);

        _scene.EndAs(abandoned: false, wait);
    }

    [Theory]
    [InlineData("begin")]
    [InlineData("begin-async")]
    public void A_releaser_killed_after_it_rang_and_before_it_woke_leaves_no_sleeper_behind(string begin)
    {
        var dead = _scene.Join("mutex");
        var other = _scene.Join(out var slot, "mutex");
        _ = dead.Tell("step", "mutex", "take");
        _ = other.Tell(begin, "mutex");
        _scene.AwaitAsleep("mutex", slot);
        Assert.Equal("freed", dead.Tell("step", "mutex", "free"));
        Assert.Equal("rung", dead.Tell("step", "mutex", "ring-" + Scene.Text(slot)));
        _scene.Kill(dead);

        Assert.Equal("held", _scene.End(other));
    }

    [Fact]
    public void A_releaser_killed_after_it_handed_the_mutex_over_and_before_it_rang_leaves_it_with_the_heir()
    {
        var dead = _scene.Join("mutex");
        var heir = _scene.Join(out var slot, "mutex");
        _ = dead.Tell("step", "mutex", "take");
        _scene.BeginAsleep(heir, "mutex", slot);
        Starve(slot);
        Assert.Equal("handed", dead.Tell("step", "mutex", "free"));
        _scene.Kill(dead);
        var wait = Scene.Acquire(_mutex);

        Assert.Equal("held", _scene.End(heir));
        Assert.False(wait.IsOver);
        _ = heir.Tell("release", "mutex");
        _scene.EndAs(abandoned: false, wait);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_releaser_killed_after_it_handed_the_mutex_to_one_who_gave_up_does_not_take_it_along(bool isTried)
    {
        var dead = _scene.Join("mutex");
        var heir = _scene.Join("mutex");
        _ = dead.Tell("step", "mutex", "take");
        Assert.Equal("asleep", heir.Tell("step", "mutex", "starve"));
        Assert.Equal("handed", dead.Tell("step", "mutex", "free"));
        Assert.Equal("idle", heir.Tell("step", "mutex", "give-up"));
        _scene.Kill(dead);

        if (isTried)
        {
            Assert.True(_mutex.TryAcquire(out var hold));
            hold.Release();
        }
        else
        {
            _scene.EndAs(abandoned: false, Scene.Acquire(_mutex));
        }
    }

    [Fact]
    public void An_heir_killed_before_it_took_the_mutex_passes_it_on_and_abandons_nothing()
    {
        Assert.True(_mutex.TryAcquire(out var mine));
        var heir = _scene.Join(out var slot, "mutex");
        var other = _scene.Join(out var last, "mutex");
        Assert.Equal("asleep", heir.Tell("step", "mutex", "starve"));
        _scene.BeginAsleep(other, "mutex", last);
        mine.Release();
        Assert.Equal(Bell.Rung, _scene.BellOf("mutex", slot));
        Assert.False(_mutex.TryAcquire(out _));
        _scene.Kill(heir);

        Assert.Equal("held", _scene.End(other));
    }

    [Fact]
    public void An_heir_killed_while_nobody_waits_is_found_dead_by_the_next_try()
    {
        Assert.True(_mutex.TryAcquire(out var mine));
        var heir = _scene.Join("mutex");
        _ = heir.Tell("step", "mutex", "starve");
        mine.Release();
        _scene.Kill(heir);

        Assert.True(_mutex.TryAcquire(out var hold));
        Assert.False(hold.IsAbandoned);
        hold.Release();
    }

    [Fact]
    public void A_starving_waiter_that_is_killed_is_handed_nothing()
    {
        Assert.True(_mutex.TryAcquire(out var mine));
        var dead = _scene.Join("mutex");
        var other = _scene.Join(out var last, "mutex");
        Assert.Equal("asleep", dead.Tell("step", "mutex", "starve"));
        _scene.BeginAsleep(other, "mutex", last);
        _scene.Kill(dead);
        mine.Release();

        Assert.Equal("held", _scene.End(other));
    }

    // Who sleeps there is rung and comes too late.
    private void Starve(int slot)
    {
        var core = _scene.Find<MutexCore>("mutex");
        var bell = ((IGate<MutexHold>)core).Bell + ((slot - core.Region.Slot) * CellLayout.CellSize);
        Assert.True(core.Region.TryRing(bell));
        Wait.Until(() => Volatile.Read(ref core.Region.Int(bell)) == (Bell.Sleeps | Bell.Starves));
    }
}
