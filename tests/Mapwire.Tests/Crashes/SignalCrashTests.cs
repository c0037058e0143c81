using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step of the protocols of a semaphore and of an event.</summary>
public sealed class SignalCrashTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void The_permits_of_the_killed_come_back()
    {
        using var semaphore = SharedSemaphore.Create(_scene.Region, "semaphore", 3);
        var dead = _scene.Join("semaphore semaphore 3");
        _ = dead.Tell("acquire", "semaphore");
        Assert.Equal(2, semaphore.Available);
        _scene.Kill(dead);

        var holds = Enumerable.Range(0, 3).Select(_ => semaphore.TryAcquire(out var hold) ? hold : throw new InvalidOperationException("A permit is lost.")).ToList();
        Assert.False(semaphore.TryAcquire(out _));
        holds.ForEach(hold => hold.Release());
        Assert.Equal(3, semaphore.Available);
    }

    [Fact]
    public void All_the_permits_of_one_who_is_killed_go_to_as_many_who_wait()
    {
        using var semaphore = SharedSemaphore.Create(_scene.Region, "semaphore", 3);
        var dead = _scene.Join("semaphore semaphore 3");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("held", dead.Tell("acquire", "semaphore"));
        }

        var others = Enumerable.Range(0, 3).Select(_ => BeginAsleep("semaphore", "semaphore semaphore 3")).ToList();
        _scene.Kill(dead);

        Assert.All(others, other => Assert.Equal("held", _scene.End(other)));
        Assert.Equal(0, semaphore.Available);
    }

    [Fact]
    public void A_releaser_killed_after_it_freed_the_permit_and_before_it_rang_leaves_no_sleeper_behind()
    {
        using var semaphore = SharedSemaphore.Create(_scene.Region, "semaphore", 1);
        var dead = _scene.Join("semaphore semaphore 1");
        Assert.Equal("taken", dead.Tell("step", "semaphore", "take"));
        var other = BeginAsleep("semaphore", "semaphore semaphore 1");
        Assert.Equal("freed", dead.Tell("step", "semaphore", "free"));
        _scene.Kill(dead);

        Assert.Equal("held", _scene.End(other));
    }

    [Fact]
    public void A_permit_that_a_killed_waiter_was_rung_for_goes_to_the_next()
    {
        using var semaphore = SharedSemaphore.Create(_scene.Region, "semaphore", 1);
        Assert.True(semaphore.TryAcquire(out var hold));
        var dead = _scene.Join(out var slot, "semaphore semaphore 1");
        Assert.Equal("asleep", dead.Tell("step", "semaphore", "sleep"));
        var other = BeginAsleep("semaphore", "semaphore semaphore 1");
        hold.Release();
        Assert.Equal(Bell.Rung, _scene.BellOf("semaphore", slot));
        _scene.Kill(dead);

        Assert.Equal("held", _scene.End(other));
    }

    [Fact]
    public void The_permits_that_several_killed_waiters_were_rung_for_go_to_the_next()
    {
        using var semaphore = SharedSemaphore.Create(_scene.Region, "semaphore", 2);
        var holds = new[] { semaphore.Acquire(), semaphore.Acquire() };
        PeerProcess[] dead = [_scene.Join("semaphore semaphore 2"), _scene.Join("semaphore semaphore 2")];
        Assert.All(dead, one => Assert.Equal("asleep", one.Tell("step", "semaphore", "sleep")));
        var others = new[] { BeginAsleep("semaphore", "semaphore semaphore 2"), BeginAsleep("semaphore", "semaphore semaphore 2") };
        Assert.All(holds, hold => hold.Release());
        _scene.Kill(dead);

        Assert.All(others, other => Assert.Equal("held", _scene.End(other)));
    }

    [Theory]
    [InlineData("manual", EventResetMode.ManualReset)]
    [InlineData("auto", EventResetMode.AutoReset)]
    public void A_setter_killed_after_it_set_the_event_and_before_it_rang_leaves_no_sleeper_behind(string kind, EventResetMode mode)
    {
        using var signal = SharedEvent.Create(_scene.Region, "event", mode);
        var dead = _scene.Join(kind + " event");
        var others = new[] { BeginAsleep("event", kind + " event"), BeginAsleep("event", kind + " event") };
        Assert.Equal("set", dead.Tell("step", "event", "mark-set"));
        _scene.Kill(dead);

        // Of an automatic one one waiter passes for each set, whichever it is.
        if (mode == EventResetMode.AutoReset)
        {
            Wait.Until(() => !signal.IsSet);
            signal.Set();
        }

        Assert.All(others, other => Assert.Equal("passed", _scene.End(other)));
        Assert.Equal(mode == EventResetMode.ManualReset, signal.IsSet);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_set_that_a_killed_waiter_was_rung_for_is_not_lost(bool someoneWaits)
    {
        using var signal = SharedEvent.Create(_scene.Region, "event", EventResetMode.AutoReset);
        var dead = _scene.Join(out var slot, "auto event");
        Assert.Equal("asleep", dead.Tell("step", "event", "sleep"));
        var other = someoneWaits ? BeginAsleep("event", "auto event") : null;
        signal.Set();
        Assert.Equal(Bell.Rung, _scene.BellOf("event", slot));
        _scene.Kill(dead);

        if (other is null)
        {
            Assert.True(signal.TryWait());
        }
        else
        {
            Assert.Equal("passed", _scene.End(other));
        }

        Assert.False(signal.TryWait());
    }

    [Fact]
    public void A_waiter_of_a_manual_event_killed_in_its_sleep_keeps_nobody_from_passing()
    {
        using var signal = SharedEvent.Create(_scene.Region, "event", EventResetMode.ManualReset);
        var dead = BeginAsleep("event", "manual event");
        var other = BeginAsleep("event", "manual event");
        _scene.Kill(dead);
        signal.Set();

        Assert.Equal("passed", _scene.End(other));
    }

    private PeerProcess BeginAsleep(string name, string opened)
    {
        var peer = _scene.Join(out var slot, opened);
        _ = peer.Tell("begin", name);
        _scene.AwaitAsleep(name, slot);
        return peer;
    }
}
