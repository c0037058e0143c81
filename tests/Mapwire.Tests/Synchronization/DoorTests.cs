using System.Diagnostics;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>What holds for every lock that lets one in at a time.</summary>
public class DoorTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(30);

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public void Trying_says_whether_it_got_in(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        Assert.True(first.TryEnter(out var key));
        Assert.False(second.TryEnter(out _));
        Assert.False(first.TryEnter(out _));
        key.Release();
        Assert.True(second.TryEnter(out key));
        Assert.False(first.TryEnter(out _));
        key.Release();
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public void A_wait_ends_without_success_when_its_time_is_over(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        using var key = first.Enter();
        Assert.False(second.Enter(TimeSpan.Zero, out _));
        foreach (var door in (Door[])[first, second])
        {
            var begin = Stopwatch.GetTimestamp();
            Assert.False(door.Enter(_short, out _));
            Assert.True(Stopwatch.GetElapsedTime(begin) >= _short);
        }
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task A_second_in_line_gives_up_when_its_time_is_over(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        var key = first.Enter();
        var patient = second.EnterAsync().AsTask();
        Assert.False(second.Enter(_short, out _));
        Assert.False(second.Enter(TimeSpan.Zero, out _));
        key.Release();
        (await Within(patient)).Release();
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public void A_thread_waits_until_it_can_get_in(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        foreach (var timeout in (TimeSpan?[])[null, Timeout.InfiniteTimeSpan, TimeSpan.MaxValue, Worker.Watchdog])
        {
            var key = first.Enter();
            var waiter = Worker.Start(() =>
            {
                if (timeout is { } limit)
                {
                    Assert.True(second.Enter(limit, out var mine));
                    mine.Release();
                }
                else
                {
                    second.Enter().Release();
                }
            });
            place.AwaitSleepers();
            key.Release();
            waiter.Join();
        }
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task Code_without_a_thread_waits_until_it_can_get_in(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        var free = second.EnterAsync().AsTask();
        Assert.True(free.IsCompletedSuccessfully);
        var key = await free;
        var waiting = first.EnterAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        place.AwaitSleepers();
        Assert.False(waiting.IsCompleted);
        key.Release();
        (await Within(waiting)).Release();
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public void A_negative_time_is_refused_whether_the_lock_is_free_or_not(string which)
    {
        using var place = DoorPlace.Of(which);
        var door = place.Open();
        foreach (var time in (TimeSpan[])[TimeSpan.FromTicks(-1), TimeSpan.FromMilliseconds(-2), TimeSpan.MinValue])
        {
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => door.Enter(time, out _));
        }

        using var key = door.Enter();
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => door.Enter(TimeSpan.FromTicks(-1), out _));
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task Those_who_wait_through_one_handle_get_in_in_their_order(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        var key = first.Enter();
        var waits = Enumerable.Range(0, 10).Select(_ => second.EnterAsync().AsTask()).ToList();
        for (var i = 0; i < waits.Count; i++)
        {
            Assert.All(waits.Skip(i), wait => Assert.False(wait.IsCompleted));
            key.Release();
            key = await Within(waits[i]);
        }

        key.Release();
    }

    [Theory]
    [MemberData(nameof(DoorPlace.Owned), MemberType = typeof(DoorPlace))]
    public async Task Closing_the_handle_of_who_is_in_lets_the_next_one_in(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        _ = first.Enter();
        var waiting = second.EnterAsync().AsTask();
        first.Dispose();
        (await Within(waiting)).Release();
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task Closing_a_handle_that_waits_disturbs_nobody_else(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        var third = place.Open();
        var key = first.Enter();
        var gone = second.EnterAsync().AsTask();
        var staying = third.EnterAsync().AsTask();
        second.Dispose();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => Within(gone));
        key.Release();
        (await Within(staying)).Release();
        Assert.True(first.TryEnter(out key));
        key.Release();
    }

    internal static Task<Key> Within(Task<Key> task) => task.WaitAsync(Worker.Watchdog);
}
