using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

public sealed class OnceTests : LockContract<SharedOnce>
{
    private protected override LockApi<SharedOnce> Api => LockApis.Once;

    [Fact]
    public void Work_is_done_once_whoever_asks()
    {
        using var once = SharedOnce.Create(UniqueName.Local());
        using var other = SharedOnce.Open(once.Name);
        var done = 0;
        Assert.False(other.IsDone);
        Assert.True(once.Run(() => done++));
        Assert.True(other.IsDone);
        Assert.False(once.Run(() => done++));
        Assert.False(other.Run(() => done++));
        Assert.Equal(1, done);
        Assert.True(other.TryEnter(out var turn));
        Assert.False(turn.IsMine);
        Assert.False(turn.IsRetry);
        _ = Assert.Throws<SynchronizationLockException>(turn.Complete);
        turn.Dispose();
    }

    [Fact]
    public void Of_many_at_once_one_works_and_the_others_wait_for_it()
    {
        for (var round = 0; round < 50; round++)
        {
            using var place = new ByName<SharedOnce>(LockApis.Once);
            var onces = new[] { place.Create(), place.Open(), place.Open() };
            var value = 0;
            var workers = 0;
            Worker.All(6, i =>
            {
                if (onces[i % 3].Run(() =>
                {
                    Thread.SpinWait(1000);
                    value = 5;
                }))
                {
                    _ = Interlocked.Increment(ref workers);
                }

                Assert.Equal(5, Volatile.Read(ref value));
            });
            Assert.Equal(1, workers);
        }
    }

    [Fact]
    public async Task Work_that_fails_is_given_to_the_next_who_is_told()
    {
        using var place = new InRegion<SharedOnce>(LockApis.Once);
        var first = place.Create();
        var second = place.Open();
        _ = Assert.Throws<InvalidDataException>(() => first.Run(() => throw new InvalidDataException()));
        Assert.False(first.IsDone);
        var turn = second.Enter();
        Assert.True(turn.IsMine);
        Assert.True(turn.IsRetry);
        var waiting = first.EnterAsync().AsTask();
        place.AwaitSleepers();
        turn.Dispose();
        var next = await waiting.WaitAsync(Worker.Watchdog);
        Assert.True(next.IsMine);
        Assert.True(next.IsRetry);
        _ = Assert.Throws<SynchronizationLockException>(turn.Complete);
        next.Complete();
        next.Dispose();
        _ = Assert.Throws<SynchronizationLockException>(next.Complete);
        Assert.True(second.IsDone);
    }

    [Fact]
    public async Task Work_that_fails_again_and_again_is_done_by_the_one_that_succeeds()
    {
        using var place = new ByName<SharedOnce>(LockApis.Once);
        var onces = new[] { place.Create(), place.Open(), place.Open() };
        var tries = 0;
        var done = 0;
        var results = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(async () =>
        {
            try
            {
                return await onces[i % 3].RunAsync(async _ =>
                {
                    await Task.Yield();
                    if (Interlocked.Increment(ref tries) < 5)
                    {
                        throw new InvalidDataException();
                    }

                    done++;
                });
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }))).WaitAsync(Worker.Watchdog);
        Assert.Equal(5, tries);
        Assert.Equal(1, done);
        Assert.Equal(1, results.Count(mine => mine));
    }

    [Fact]
    public async Task Everybody_who_waits_goes_on_when_the_work_is_done()
    {
        using var place = new ByName<SharedOnce>(LockApis.Once);
        var first = place.Create();
        var others = new[] { place.Open(), place.Open(), first };
        var turn = first.Enter();
        Assert.False(others[0].TryEnter(out _));
        var threads = others.Take(2).Select(other => Worker.Start(() => Assert.False(other.Enter().IsMine))).ToList();
        place.AwaitSleepers(2);
        var tasks = others.SelectMany(other => Enumerable.Range(0, 4).Select(_ => other.EnterAsync().AsTask())).ToList();
        turn.Complete();
        threads.ForEach(thread => thread.Join());
        Assert.All(await Task.WhenAll(tasks).WaitAsync(Worker.Watchdog), other => Assert.False(other.IsMine));
    }

    [Fact]
    public async Task Work_that_is_cancelled_is_given_to_the_next()
    {
        using var once = SharedOnce.Create(UniqueName.Local());
        using var cancellation = new CancellationTokenSource();
        var running = once.RunAsync(token => new TaskCompletionSource().Task.WaitAsync(token), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Worker.Watchdog));
        Assert.True(once.Run(() => { }));
        _ = Assert.Throws<ArgumentNullException>(() => once.Run(null!));
        _ = await Assert.ThrowsAsync<ArgumentNullException>(() => once.RunAsync(null!).AsTask());
    }

    [Fact]
    public void Closing_the_handle_of_who_is_at_it_gives_the_work_to_the_next()
    {
        using var once = SharedOnce.Create(UniqueName.Local());
        var other = SharedOnce.Open(once.Name);
        var turn = other.Enter();
        other.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(turn.Complete);
        turn.Dispose();
        using var mine = once.Enter();
        Assert.True(mine.IsMine);
        Assert.True(mine.IsRetry);
        OnceTurn none = default;
        Assert.False(none.IsMine);
        none.Dispose();
        _ = Assert.Throws<SynchronizationLockException>(none.Complete);
    }
}
