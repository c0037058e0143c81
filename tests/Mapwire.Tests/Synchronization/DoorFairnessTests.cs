using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>Who gets in when many want to, and that never two are in.</summary>
public class DoorFairnessTests
{
    public static TheoryData<string, WaitStrategy> Strategies { get; } = new(
        from which in DoorPlace.All from waiting in Enum.GetValues<WaitStrategy>() select (which.Data, waiting));

    [Theory]
    [MemberData(nameof(Strategies))]
    public void One_is_in_at_a_time_however_they_wait(string which, WaitStrategy waiting)
    {
        const int Rounds = 150;
        using var place = DoorPlace.Of(which, waiting);
        var doors = new[] { place.Open(), place.Open() };
        var count = 0;
        Worker.All(3, i =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var key = doors[i % 2].Enter();
                var before = Volatile.Read(ref count);
                Thread.SpinWait(20);
                Volatile.Write(ref count, before + 1);
                key.Release();
            }
        });
        Assert.Equal(3 * Rounds, count);
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task One_is_in_at_a_time_without_threads(string which)
    {
        const int Rounds = 100;
        using var place = DoorPlace.Of(which);
        var doors = new[] { place.Open(), place.Open(), place.Open() };
        var count = 0;
        await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var key = await doors[i % 3].EnterAsync();
                var before = Volatile.Read(ref count);
                await Task.Yield();
                Volatile.Write(ref count, before + 1);
                key.Release();
            }
        }))).WaitAsync(Worker.Watchdog);
        Assert.Equal(9 * Rounds, count);
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task Who_waits_gets_in_between_two_that_never_stop(string which)
    {
        using var place = DoorPlace.Of(which, WaitStrategy.Park);
        var others = new[] { place.Open(), place.Open() };
        var mine = place.Open();
        using var done = new CancellationTokenSource();
        var hammers = others.Select(door => Worker.Start(() =>
        {
            while (!done.IsCancellationRequested)
            {
                var key = door.Enter();
                Thread.SpinWait(50);
                key.Release();
            }
        })).ToList();
        try
        {
            for (var round = 0; round < 20; round++)
            {
                Assert.True(mine.Enter(Worker.Watchdog, out var key));
                key.Release();
                (await DoorTests.Within(mine.EnterAsync().AsTask())).Release();
            }
        }
        finally
        {
            await done.CancelAsync();
            hammers.ForEach(hammer => hammer.Join());
        }
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public void Who_waits_gets_in_between_others_of_its_own_handle(string which)
    {
        using var place = DoorPlace.Of(which, WaitStrategy.Park);
        var door = place.Open();
        using var done = new CancellationTokenSource();
        var hammers = Enumerable.Range(0, 2).Select(_ => Worker.Start(() =>
        {
            while (!done.IsCancellationRequested)
            {
                if (door.TryEnter(out var key))
                {
                    Thread.SpinWait(50);
                    key.Release();
                }
            }
        })).ToList();
        try
        {
            for (var round = 0; round < 20; round++)
            {
                Assert.True(door.Enter(Worker.Watchdog, out var key));
                key.Release();
            }
        }
        finally
        {
            done.Cancel();
            hammers.ForEach(hammer => hammer.Join());
        }
    }
}
