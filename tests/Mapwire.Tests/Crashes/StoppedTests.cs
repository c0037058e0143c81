using System.Diagnostics;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A stopped process is alive: it keeps what it has, and goes on where it was.</summary>
public sealed class StoppedTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly SharedMutex _mutex;

    public StoppedTests() => _mutex = SharedMutex.Create(_scene.Region, "mutex");

    public void Dispose()
    {
        _mutex.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void A_stopped_holder_keeps_every_kind_of_lock_and_goes_on_with_it()
    {
        Conditions.NeedsUnix();
        using var semaphore = SharedSemaphore.Create(_scene.Region, "semaphore", 1);
        using var written = SharedReaderWriterLock.Create(_scene.Region, "written");
        using var read = SharedReaderWriterLock.Create(_scene.Region, "read");
        using var once = SharedOnce.Create(_scene.Region, "once");
        using var barrier = SharedBarrier.Create(_scene.Region, "barrier", 2);
        var holder = _scene.Join("mutex", "semaphore semaphore 1", "both written", "both read", "once", "barrier barrier 2");
        string[] held = ["mutex", "semaphore", "written", "read:read", "once"];
        Assert.All(held, name => Assert.NotEqual("busy", holder.Tell("acquire", name)));
        Signals.Stop(holder.Id);

        var time = TimeSpan.FromSeconds(5);
        Func<bool>[] tries =
        [
            () => _mutex.TryAcquire(out _), () => semaphore.TryAcquire(out _), () => written.TryAcquireWrite(out _), () => written.TryAcquireRead(out _),
            () => read.TryAcquireWrite(out _), () => once.TryEnter(out _),
        ];
        Pending<bool>[] waits =
        [
            Scene.Begin(() => _mutex.TryAcquire(time, out _)), Scene.Begin(() => semaphore.TryAcquire(time, out _)),
            Scene.Begin(() => written.TryAcquireWrite(time, out _)), Scene.Begin(() => written.TryAcquireRead(time, out _)),
            Scene.Begin(() => read.TryAcquireWrite(time, out _)), Scene.Begin(() => once.TryEnter(time, out _)),
            Scene.Begin(() => barrier.TrySignalAndWait(time, out _)),
        ];
        Wait.Until(() =>
        {
            Assert.All(tries, one => Assert.False(one()));
            return waits.All(wait => wait.IsOver);
        });
        Assert.All(waits, wait => Assert.False(_scene.End(wait)));

        Signals.Continue(holder.Id);
        Assert.All(held, name => Assert.Equal("released", holder.Tell("release", name)));
        Assert.True(_mutex.TryAcquire(out var hold));
        Assert.False(hold.IsAbandoned);
        hold.Release();
        Assert.True(semaphore.TryAcquire(out _));
        Assert.True(written.TryAcquireWrite(out var writer));
        Assert.False(writer.IsAbandoned);
        Assert.True(read.TryAcquireWrite(out _));
        Assert.True(once.IsDone);
        _ = holder.Tell("begin", "barrier");
        Assert.True(barrier.TrySignalAndWait(Wait.Watchdog, out var phase));
        Assert.Equal(new BarrierPhase(0, false), phase);
    }

    [Fact]
    public void A_releaser_stopped_before_it_rang_holds_up_only_who_sleeps_until_somebody_else_uses_the_mutex()
    {
        Conditions.NeedsUnix();
        var releaser = _scene.Join("mutex");
        var sleeper = _scene.Join(out var slot, "mutex");
        _ = releaser.Tell("step", "mutex", "take");
        _ = sleeper.Tell("begin", "mutex");
        _scene.AwaitAsleep("mutex", slot);
        Assert.Equal("freed", releaser.Tell("step", "mutex", "free"));
        Signals.Stop(releaser.Id);

        Assert.True(_mutex.TryAcquire(out var hold));
        hold.Release();
        Assert.Equal("held", _scene.End(sleeper));
        Signals.Continue(releaser.Id);
        Assert.Equal("told", releaser.Tell("step", "mutex", "tell"));
        Assert.False(_mutex.TryAcquire(out _));
        _ = sleeper.Tell("release", "mutex");
        Assert.True(_mutex.TryAcquire(out hold));
        hold.Release();
    }

    [Fact]
    public void A_releaser_stopped_before_it_rang_rings_when_it_goes_on()
    {
        Conditions.NeedsUnix();
        var releaser = _scene.Join("mutex");
        _ = releaser.Tell("step", "mutex", "take");
        var wait = Scene.Acquire(_mutex);
        _scene.AwaitAsleep("mutex", 0);
        _ = releaser.Tell("step", "mutex", "free");
        Signals.Stop(releaser.Id);
        Assert.NotEqual(Bell.Rung, _scene.BellOf("mutex", 0));
        Signals.Continue(releaser.Id);
        _ = releaser.Tell("step", "mutex", "tell");

        Assert.False(_scene.End(wait).IsAbandoned);
    }

    [Fact]
    public void A_stopped_waiter_keeps_its_turn()
    {
        Conditions.NeedsUnix();
        Assert.True(_mutex.TryAcquire(out var mine));
        var stopped = _scene.Join(out var slot, "mutex");
        Assert.Equal("asleep", stopped.Tell("step", "mutex", "starve"));
        Signals.Stop(stopped.Id);
        mine.Release();
        Assert.Equal(Bell.Rung, _scene.BellOf("mutex", slot));
        Assert.False(_mutex.TryAcquire(TimeSpan.FromMilliseconds(200), out _));

        Signals.Continue(stopped.Id);
        Assert.Equal("held", stopped.Tell("acquire", "mutex", "60000"));
        _ = stopped.Tell("release", "mutex");
        Assert.True(_mutex.TryAcquire(out mine));
        mine.Release();
    }

    [Fact]
    public void Who_is_stopped_while_it_recovers_a_dead_one_holds_up_who_waits_for_that_one_until_it_goes_on()
    {
        Conditions.NeedsUnix();
        var dead = _scene.Join(out var slot, "mutex");
        _ = dead.Tell("acquire", "mutex");
        var recoverer = _scene.Join();
        _scene.Kill(dead);
        Assert.Equal("locked", recoverer.Tell("slot", "lock", Scene.Text(slot)));
        Signals.Stop(recoverer.Id);
        Assert.False(_mutex.TryAcquire(TimeSpan.FromMilliseconds(300), out _));
        var wait = Scene.Acquire(_mutex);
        _scene.AwaitAsleep("mutex", 0);

        var watch = Stopwatch.StartNew();
        Signals.Continue(recoverer.Id);
        _ = recoverer.Tell("slot", "recover", Scene.Text(slot));
        _ = recoverer.Tell("slot", "free", Scene.Text(slot));
        _ = recoverer.Tell("slot", "drop", Scene.Text(slot));
        Assert.True(_scene.End(wait).IsAbandoned);
        TestContext.Current.TestOutputHelper?.WriteLine($"from going on to progress: {watch.Elapsed.TotalMilliseconds:F1} ms");
    }

    [Fact]
    public void Who_is_stopped_and_killed_while_it_recovers_a_dead_one_is_followed_by_who_waits()
    {
        Conditions.NeedsUnix();
        var dead = _scene.Join(out var slot, "mutex");
        _ = dead.Tell("acquire", "mutex");
        var recoverer = _scene.Join();
        _scene.Kill(dead);
        _ = recoverer.Tell("slot", "lock", Scene.Text(slot));
        Signals.Stop(recoverer.Id);
        var wait = Scene.Acquire(_mutex);
        _scene.AwaitAsleep("mutex", 0);
        _scene.Kill(recoverer);

        Assert.True(_scene.End(wait).IsAbandoned);
    }
}
