using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

public sealed class MutexTests : LockContract<SharedMutex>
{
    private protected override LockApi<SharedMutex> Api => LockApis.Mutex;

    [Fact]
    public void Releasing_twice_says_so_and_frees_nobody_else()
    {
        using var mutex = SharedMutex.Create(UniqueName.Local());
        using var other = SharedMutex.Open(mutex.Name);
        var hold = mutex.Acquire();
        var copy = hold;
        hold.Release();
        Assert.Contains(mutex.Name, Assert.Throws<SynchronizationLockException>(hold.Release).Message, StringComparison.Ordinal);
        var mine = other.Acquire();
        _ = Assert.Throws<SynchronizationLockException>(copy.Release);
        _ = Assert.Throws<SynchronizationLockException>(copy.MarkRepaired);
        hold.Dispose();
        copy.Dispose();
        Assert.False(mutex.TryAcquire(out _));
        mine.Release();
        mine.Dispose();
        mine.Dispose();
    }

    [Fact]
    public void A_hold_of_nothing_holds_nothing()
    {
        MutexHold none = default;
        none.Dispose();
        Assert.False(none.IsAbandoned);
        _ = Assert.Throws<SynchronizationLockException>(none.Release);
        _ = Assert.Throws<SynchronizationLockException>(none.MarkRepaired);
    }

    [Fact]
    public void Any_thread_may_release_once()
    {
        using var mutex = SharedMutex.Create(UniqueName.Local());
        for (var round = 0; round < 200; round++)
        {
            var hold = mutex.Acquire();
            var released = 0;
            Worker.All(3, _ => Interlocked.Add(ref released, Record.Exception(hold.Release) is null ? 1 : 0));
            Assert.Equal(1, released);
        }
    }

    [Fact]
    public void Who_closes_while_holding_leaves_it_abandoned_until_somebody_repairs_it()
    {
        using var mutex = SharedMutex.Create(UniqueName.Local());
        var other = SharedMutex.Open(mutex.Name);
        var lost = other.Acquire();
        Assert.False(lost.IsAbandoned);
        other.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(lost.Release);
        _ = Assert.Throws<ObjectDisposedException>(lost.MarkRepaired);
        lost.Dispose();
        for (var round = 0; round < 3; round++)
        {
            var hold = mutex.Acquire();
            Assert.True(hold.IsAbandoned);
            hold.Release();
        }

        var last = mutex.Acquire();
        last.MarkRepaired();
        last.Release();
        using var whole = mutex.Acquire();
        Assert.False(whole.IsAbandoned);
    }

    [Fact]
    public void A_hold_of_a_closed_lock_in_a_region_says_so()
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        var mutex = SharedMutex.Create(region, "mutex");
        var hold = mutex.Acquire();
        mutex.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(hold.Release);
        hold.Dispose();
        using var again = SharedMutex.Open(region, "mutex");
        var next = again.Acquire();
        _ = Assert.Throws<ObjectDisposedException>(hold.Release);
        hold.Dispose();
        next.Release();
    }

    [Fact]
    public void Several_locks_in_a_region_know_nothing_of_each_other()
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        var mutexes = Enumerable.Range(0, 10).Select(i => SharedMutex.Create(region, $"mutex {i}")).ToList();
        var holds = mutexes.ConvertAll(mutex => mutex.Acquire());
        Assert.All(mutexes, mutex => Assert.False(mutex.TryAcquire(out _)));
        holds[3].Release();
        Assert.True(mutexes[3].TryAcquire(out _));
        mutexes.ForEach(mutex => mutex.Dispose());
    }

    [Fact]
    public async Task A_task_that_is_asked_twice_or_too_early_says_so_and_does_no_harm()
    {
        using var mutex = SharedMutex.Create(UniqueName.Local());
        using var other = SharedMutex.Open(mutex.Name);
        for (var round = 0; round < 3; round++)
        {
            var hold = mutex.Acquire();
            var waiting = other.AcquireAsync();
            var again = waiting;
            _ = Assert.Throws<InvalidOperationException>(() => again.GetAwaiter().GetResult());
            hold.Release();
            (await waiting).Release();
            _ = Assert.Throws<InvalidOperationException>(() => again.GetAwaiter().GetResult());
            _ = Assert.Throws<InvalidOperationException>(() => again.GetAwaiter().GetResult());
        }

        var last = mutex.Acquire();
        var first = other.AcquireAsync().AsTask();
        var second = other.AcquireAsync().AsTask();
        last.Release();
        var got = await first.WaitAsync(Worker.Watchdog);
        Assert.False(second.IsCompleted);
        got.Release();
        (await second.WaitAsync(Worker.Watchdog)).Release();
    }
}
