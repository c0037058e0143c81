using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

public sealed class SemaphoreTests : LockContract<SharedSemaphore>
{
    private protected override LockApi<SharedSemaphore> Api => LockApis.Semaphore(3);

    [Fact]
    public void There_are_as_many_permits_as_it_was_made_with()
    {
        using var semaphore = SharedSemaphore.Create(UniqueName.Local(), 3);
        using var other = SharedSemaphore.CreateOrOpen(semaphore.Name, 9);
        Assert.Equal(3, other.Permits);
        var permits = new[] { semaphore.Acquire(), other.Acquire(), other.Acquire() };
        Assert.Equal(0, semaphore.Available);
        Assert.False(semaphore.TryAcquire(out _));
        Assert.False(other.TryAcquire(TimeSpan.Zero, out _));
        permits[1].Release();
        Assert.Equal(1, semaphore.Available);
        var again = semaphore.Acquire();
        Assert.Equal(0, other.Available);
        foreach (var permit in (SemaphoreHold[])[permits[0], permits[2], again])
        {
            permit.Release();
        }

        Assert.Equal(3, other.Available);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65537)]
    [InlineData(int.MaxValue)]
    public void It_has_1_to_65536_permits(int permits)
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => SharedSemaphore.Create(UniqueName.Local(), permits));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => SharedSemaphore.CreateOrOpen(UniqueName.Local(), permits));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => SharedSemaphore.Create(region, "semaphore", permits));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => SharedSemaphore.CreateOrOpen(region, "semaphore", permits));
    }

    [Fact]
    public void The_most_permits_are_all_there()
    {
        using var semaphore = SharedSemaphore.Create(UniqueName.Local(), 65536);
        var permits = Enumerable.Range(0, 65536).Select(_ => semaphore.TryAcquire(out var permit) ? permit : throw new InvalidOperationException()).ToList();
        Assert.False(semaphore.TryAcquire(out _));
        permits.ForEach(permit => permit.Release());
        Assert.Equal(65536, semaphore.Available);
    }

    [Fact]
    public void Nobody_gives_back_what_is_not_held()
    {
        using var semaphore = SharedSemaphore.Create(UniqueName.Local(), 2);
        var permit = semaphore.Acquire();
        permit.Release();
        _ = Assert.Throws<SynchronizationLockException>(permit.Release);
        permit.Dispose();
        Assert.Equal(2, semaphore.Available);
        SemaphoreHold none = default;
        _ = Assert.Throws<SynchronizationLockException>(none.Release);
        none.Dispose();
        var mine = semaphore.Acquire();
        _ = Assert.Throws<SynchronizationLockException>(permit.Release);
        Assert.Equal(1, semaphore.Available);
        mine.Release();
    }

    [Fact]
    public void Closing_a_handle_gives_its_permits_back()
    {
        using var semaphore = SharedSemaphore.Create(UniqueName.Local(), 3);
        var other = SharedSemaphore.Open(semaphore.Name);
        var lost = other.Acquire();
        _ = other.Acquire();
        var waiting = Enumerable.Range(0, 3).Select(_ => semaphore.AcquireAsync().AsTask()).ToList();
        Assert.Equal(1, waiting.Count(wait => wait.IsCompleted));
        other.Dispose();
        Wait.Until(() => waiting.TrueForAll(wait => wait.IsCompletedSuccessfully));
        _ = Assert.Throws<ObjectDisposedException>(lost.Release);
    }

    [Theory]
    [InlineData(WaitStrategy.SpinThenPark)]
    [InlineData(WaitStrategy.Park)]
    public async Task Never_are_more_in_than_there_are_permits(WaitStrategy waiting)
    {
        const int Permits = 3;
        using var place = new ByName<SharedSemaphore>(LockApis.Semaphore(Permits)) { Options = new RegionOptions { Waiting = waiting } };
        var semaphores = new[] { place.Create(), place.Open(), place.Open() };
        var inside = 0;
        var tasks = Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            for (var round = 0; round < 150; round++)
            {
                using var permit = await semaphores[i % 3].AcquireAsync();
                Assert.InRange(Interlocked.Increment(ref inside), 1, Permits);
                await Task.Yield();
                _ = Interlocked.Decrement(ref inside);
            }
        })).ToList();
        Worker.All(4, i =>
        {
            for (var round = 0; round < 150; round++)
            {
                using var permit = semaphores[i % 3].Acquire();
                Assert.InRange(Interlocked.Increment(ref inside), 1, Permits);
                Thread.SpinWait(100);
                _ = Interlocked.Decrement(ref inside);
            }
        });
        await Task.WhenAll(tasks).WaitAsync(Worker.Watchdog);
        Assert.Equal(Permits, semaphores[0].Available);
    }

    [Fact]
    public async Task Each_of_several_released_permits_wakes_one()
    {
        using var place = new InRegion<SharedSemaphore>(LockApis.Semaphore(4));
        var first = place.Create();
        var others = Enumerable.Range(0, 4).Select(_ => place.Open()).ToList();
        var permits = Enumerable.Range(0, 4).Select(_ => first.Acquire()).ToList();
        var waits = others.ConvertAll(other => other.AcquireAsync().AsTask());
        place.AwaitSleepers(4);
        permits.ForEach(permit => permit.Release());
        foreach (var wait in waits)
        {
            (await wait.WaitAsync(Worker.Watchdog)).Release();
        }

        Assert.Equal(4, first.Available);
    }
}
