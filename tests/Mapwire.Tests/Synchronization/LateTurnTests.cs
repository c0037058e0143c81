using System.Reflection;
using Mapwire.Platform;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>The objects of waiters are used again, so what comes late may meet another wait, or none.</summary>
public sealed class LateTurnTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly SharedRegion _other;
    private readonly SharedMutex _mutex;
    private readonly SharedMutex _others;

    public LateTurnTests()
    {
        _other = SharedRegion.Open(_scene.Name);
        _mutex = SharedMutex.Create(_scene.Region, "mutex");
        _others = SharedMutex.Open(_other, "mutex");
    }

    public void Dispose()
    {
        _others.Dispose();
        _mutex.Dispose();
        _other.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public async Task A_ring_that_comes_after_the_wait_was_cancelled_acquires_nothing()
    {
        Assert.True(_others.TryAcquire(out var hold));
        using var cancellation = new CancellationTokenSource();
        var wait = _mutex.AcquireAsync(cancellation.Token);
        var waiter = (IBellSleeper)typeof(ValueTask<MutexHold>).GetField("_obj", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(wait)!;
        await cancellation.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await wait);
        hold.Release();

        waiter.Woken();
        Assert.True(_others.TryAcquire(out hold));
        hold.Release();
    }

    [Fact]
    public void A_turn_that_comes_late_makes_nobody_first()
    {
        var hold = _others.Acquire();
        var core = _scene.Find<MutexCore>("mutex");
        var first = Scene.Begin(() => _mutex.TryAcquire(Wait.Watchdog, out var got) && got.Ticket != 0);
        _scene.AwaitAsleep("mutex", 0);
        var reused = new LineWaiter<MutexHold>(core.Line);
        core.Line.Return(reused);
        var second = Scene.Begin(() => _mutex.TryAcquire(TimeSpan.FromMilliseconds(300), out _));
        Wait.Until(() => reused.IsInLine);
        reused.TakeTurn();

        Assert.False(_scene.End(second));
        hold.Release();
        Assert.True(_scene.End(first));
    }

    [Fact]
    public void A_lock_that_was_handed_twice_to_one_who_gave_up_is_owned_by_neither_who_handed_it()
    {
        using var third = SharedRegion.Open(_scene.Name);
        using var handle = SharedMutex.Open(third, "mutex");
        var (slow, heir, other) = (_scene.Find<MutexCore>("mutex"), (MutexCore)_other.Table.Find("mutex")!, (MutexCore)third.Table.Find("mutex")!);
        Assert.True(slow.TryAcquire(out var first));
        Starve(heir);
        Assert.True(slow.TryFree(first.Ticket, out var handedFirst));
        Assert.Equal(_other.Region.Slot, handedFirst);

        Ticket ticket = default;
        Assert.True(((IGate<MutexHold>)heir).TryPass(ref ticket, Bell.Idle));
        BellOf(heir) = Bell.Idle;
        Assert.True(heir.TryRelease(ticket.Word));
        Assert.True(other.TryAcquire(out var second));
        Starve(heir);
        Assert.True(other.TryFree(second.Ticket, out var handedSecond));
        BellOf(heir) = Bell.Idle;

        slow.Tell(handedFirst);
        other.Tell(handedSecond);
        Assert.False(slow.TryRelease(first.Ticket));
        Assert.True(_mutex.TryAcquire(out var last));
        last.Release();
    }

    [Fact]
    public void A_waiter_that_loses_again_says_again_that_it_starves()
    {
        var hold = _others.Acquire();
        var core = _scene.Find<MutexCore>("mutex");
        var wait = Scene.Begin(() => _mutex.TryAcquire(Wait.Watchdog, out var got) && got.Ticket != 0);
        _scene.AwaitAsleep("mutex", 0);
        ref var word = ref core.Region.Long(core.Entry.Offset);
        for (var i = 0; i < 3; i++)
        {
            // As a releaser does that looks before the waiter's bell says so.
            _ = Interlocked.And(ref word, ~OwnerWord.Starving);
            Assert.True(core.Region.TryRing(((IGate<MutexHold>)core).Bell));
            Wait.Until(() => _scene.BellOf("mutex", 0) == (Bell.Sleeps | Bell.Starves));
            Assert.NotEqual(0, Volatile.Read(ref word) & OwnerWord.Starving);
        }

        hold.Release();
        Assert.True(_scene.End(wait));
    }

    [Fact]
    public void Who_closes_a_region_whose_lock_it_closed_before_leaves_that_lock_to_its_owner()
    {
        var hold = _others.Acquire();
        var wait = Scene.Begin(() => _mutex.TryAcquire(TimeSpan.FromMilliseconds(100), out _));
        Assert.False(_scene.End(wait));
        var leaving = SharedRegion.Open(_scene.Name);
        var mutex = SharedMutex.Open(leaving, "mutex");
        Assert.False(mutex.TryAcquire(out _));
        mutex.Dispose();
        leaving.Dispose();

        Assert.False(_mutex.TryAcquire(out _));
        hold.Release();
        Assert.True(_mutex.TryAcquire(out hold));
        hold.Release();
    }

    private static ref int BellOf(MutexCore core) => ref core.Region.Int(((IGate<MutexHold>)core).Bell);

    private static void Starve(MutexCore core)
    {
        Ticket ticket = default;
        BellOf(core) = Bell.Waits | Bell.Starves;
        Assert.False(((IGate<MutexHold>)core).TryPass(ref ticket, Bell.Idle));
        Assert.True(((IGate<MutexHold>)core).TryStarve());
    }
}
