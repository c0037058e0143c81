using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>Closing the handle of a lock that lets one in at a time, while others do something with it.</summary>
public class DoorDisposeTests
{
    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task Everybody_who_waits_through_a_handle_is_told_when_it_is_closed(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        var key = first.Enter();
        var threads = Enumerable.Range(0, 3).Select(_ => Worker.Start(() => second.Enter())).ToList();
        place.AwaitSleepers();
        var tasks = Enumerable.Range(0, 5).Select(_ => second.EnterAsync().AsTask()).ToList();
        threads.AddRange(Enumerable.Range(0, 2).Select(_ => Worker.Start(() => second.Enter(Worker.Watchdog, out var _))));
        second.Dispose();
        second.Dispose();
        Assert.All(threads, thread => Assert.IsType<ObjectDisposedException>(thread.Failure()));
        foreach (var task in tasks)
        {
            _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => DoorTests.Within(task));
        }

        key.Release();
        Assert.True(first.TryEnter(out key));
        key.Release();
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public void A_closed_handle_says_so_on_every_thread(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        second.Enter().Release();
        foreach (var isFree in (bool[])[true, false])
        {
            var key = isFree ? null : first.Enter();
            second.Dispose();
            Action[] uses =
            [
                () => second.TryEnter(out _),
                () => second.Enter(),
                () => second.Enter(TimeSpan.Zero, out _),
                () => second.Enter(Worker.Watchdog, out _),
                () => DoorTests.Within(second.EnterAsync().AsTask()).GetAwaiter().GetResult(),
            ];
            Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
            Assert.All(uses, use => Assert.IsType<ObjectDisposedException>(Worker.Start(use).Failure()));
            key?.Release();
        }
    }

    [Theory]
    [MemberData(nameof(DoorPlace.Owned), MemberType = typeof(DoorPlace))]
    public void A_handle_closed_under_the_hands_of_others_never_leaves_the_lock_held(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var random = new Random(1);
        for (var round = 0; round < 100; round++)
        {
            var second = place.Open();
            using var ready = new CountdownEvent(3);
            var threads = Enumerable.Range(0, 3).Select(i => Worker.Start(() =>
            {
                _ = ready.Signal();
                while (true)
                {
                    if (i < 2 ? second.TryEnter(out var key) : second.Enter(TimeSpan.FromMicroseconds(50), out key))
                    {
                        key.Dispose();
                    }
                }
            })).ToList();
            Assert.True(ready.Wait(Worker.Watchdog));
            Thread.SpinWait(random.Next(5000));
            second.Dispose();
            Assert.All(threads, thread => Assert.IsType<ObjectDisposedException>(thread.Failure()));
            Assert.True(first.Enter(Worker.Watchdog, out var mine), $"Round {round}: the lock was left held.");
            mine.Release();
        }
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task A_wait_that_begins_while_the_handle_is_closed_ends(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        using var key = first.Enter();
        var random = new Random(1);
        for (var round = 0; round < 60; round++)
        {
            var second = place.Open();
            using var ready = new CountdownEvent(2);
            var tasks = new List<Task<Key>>();
            var begins = Worker.Start(() =>
            {
                _ = ready.Signal();
                while (true)
                {
                    Thread.SpinWait(200);
                    tasks.Add(second.EnterAsync().AsTask());
                    if (tasks[^1].IsFaulted)
                    {
                        return;
                    }
                }
            });
            var waits = Worker.Start(() =>
            {
                _ = ready.Signal();
                while (true)
                {
                    _ = second.Enter(TimeSpan.FromMicroseconds(20), out _);
                }
            });
            Assert.True(ready.Wait(Worker.Watchdog));
            Thread.SpinWait(random.Next(3000));
            second.Dispose();
            begins.Join();
            Assert.IsType<ObjectDisposedException>(waits.Failure());
            foreach (var task in tasks)
            {
                _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => DoorTests.Within(task));
            }
        }
    }

    [Theory]
    [MemberData(nameof(DoorPlace.Owned), MemberType = typeof(DoorPlace))]
    public void A_handle_that_is_closed_by_many_at_once_is_closed_once(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        for (var round = 0; round < 20; round++)
        {
            var second = place.Open();
            _ = second.Enter();
            Worker.All(4, _ => second.Dispose());
            Assert.True(first.Enter(Worker.Watchdog, out var key));
            key.Release();
        }
    }
}
