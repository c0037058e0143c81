using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>Giving up, in every lock that lets one in at a time: nothing is lost, whatever it meets.</summary>
public class DoorCancelTests
{
    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task A_token_that_is_cancelled_already_lets_nobody_in(string which)
    {
        using var place = DoorPlace.Of(which);
        var door = place.Open();
        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => door.EnterAsync(new CancellationToken(canceled: true)).AsTask());
        Assert.True(failure.CancellationToken.IsCancellationRequested);
        Assert.True(door.TryEnter(out var key));
        key.Release();
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task A_cancelled_wait_ends_and_the_next_one_goes_on(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        var key = first.Enter();
        using var cancellation = new CancellationTokenSource();
        var head = second.EnterAsync(cancellation.Token).AsTask();
        var middle = second.EnterAsync(cancellation.Token).AsTask();
        var last = second.EnterAsync().AsTask();
        place.AwaitSleepers();
        await cancellation.CancelAsync();
        foreach (var cancelled in (Task<Key>[])[head, middle])
        {
            var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DoorTests.Within(cancelled));
            Assert.Equal(cancellation.Token, failure.CancellationToken);
        }

        Assert.False(last.IsCompleted);
        key.Release();
        (await DoorTests.Within(last)).Release();
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task A_cancellation_after_the_end_changes_nothing(string which)
    {
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        using var cancellation = new CancellationTokenSource();
        var key = await first.EnterAsync(cancellation.Token);
        var waiting = second.EnterAsync(cancellation.Token).AsTask();
        key.Release();
        key = await DoorTests.Within(waiting);
        await cancellation.CancelAsync();
        Assert.False(first.TryEnter(out _));
        key.Release();
    }

    // Whatever the processors do: now and then the release comes first, and now and then the cancellation.
    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task A_cancellation_that_meets_a_release_loses_nothing(string which)
    {
        const int Rounds = 1500;
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var second = place.Open();
        using var together = new Barrier(2);
        CancellationTokenSource? cancellation = null;
        var released = -1;
        var canceller = Worker.Start(() =>
        {
            var random = new Random(1);
            for (var round = 0; round < Rounds; round++)
            {
                Assert.True(together.SignalAndWait(Worker.Watchdog));
                if (round % 10 == 0)
                {
                    Wait.Until(() => Volatile.Read(ref released) == round);
                }

                Thread.SpinWait(random.Next(300));
                cancellation!.Cancel();
                Assert.True(together.SignalAndWait(Worker.Watchdog));
            }
        });
        var passed = 0;
        var random = new Random(2);
        for (var round = 0; round < Rounds; round++)
        {
            Assert.True(first.Enter(Worker.Watchdog, out var key), $"Round {round}: the lock was lost; {passed} waits had passed.");
            cancellation = new CancellationTokenSource();
            var waiting = second.EnterAsync(cancellation.Token).AsTask();
            Assert.True(together.SignalAndWait(Worker.Watchdog));
            if (round % 10 == 1)
            {
                Wait.Until(() => cancellation.IsCancellationRequested);
            }

            Thread.SpinWait(random.Next(300));
            key.Release();
            Volatile.Write(ref released, round);
            try
            {
                (await DoorTests.Within(waiting)).Release();
                passed++;
            }
            catch (OperationCanceledException)
            {
                // The lock must be free all the same, as the next round sees.
            }

            Assert.True(together.SignalAndWait(Worker.Watchdog));
            cancellation.Dispose();
        }

        canceller.Join();
        Assert.True(first.Enter(Worker.Watchdog, out var last));
        last.Release();
        Assert.InRange(passed, 1, Rounds - 1);
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public void A_time_that_is_over_when_the_lock_comes_free_loses_nothing(string which)
    {
        using var place = DoorPlace.Of(which, WaitStrategy.Park);
        var doors = new[] { place.Open(), place.Open() };
        var inside = 0;
        var seed = Environment.TickCount;
        Worker.All(4, i =>
        {
            var random = new Random(seed + i);
            for (var round = 0; round < 300; round++)
            {
                if (doors[i % 2].Enter(TimeSpan.FromMicroseconds(random.Next(2000)), out var key))
                {
                    Assert.True(Interlocked.Increment(ref inside) == 1, $"Seed {seed}: two at once.");
                    Thread.SpinWait(random.Next(2000));
                    _ = Interlocked.Decrement(ref inside);
                    key.Release();
                }
            }
        });
        Assert.True(doors[0].Enter(Worker.Watchdog, out var last), $"Seed {seed}: the lock was lost.");
        last.Release();
    }

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task Many_who_come_and_give_up_with_and_without_threads_lose_nothing(string which)
    {
        using var place = DoorPlace.Of(which);
        var doors = new[] { place.Open(), place.Open(), place.Open() };
        var inside = 0;
        var got = 0;
        var seed = Environment.TickCount;
        var tasks = Enumerable.Range(0, 9).Select(i => Task.Run(() => Come(i))).ToList();
        Worker.All(3, i =>
        {
            var random = new Random(seed - 1 - i);
            for (var round = 0; round < 200; round++)
            {
                if (doors[i].Enter(TimeSpan.FromMicroseconds(random.Next(1000)), out var key))
                {
                    Work(random);
                    key.Release();
                }
            }
        });
        await Task.WhenAll(tasks).WaitAsync(Worker.Watchdog);
        Assert.True(doors[0].Enter(Worker.Watchdog, out var last), $"Seed {seed}: the lock was lost.");
        last.Release();
        Assert.True(got > 0, "Nobody ever got in, which proves nothing.");

        async Task Come(int i)
        {
            var random = new Random(seed + i);
            for (var round = 0; round < 200; round++)
            {
                using var cancellation = new CancellationTokenSource();
                var waiting = doors[i % 3].EnterAsync(cancellation.Token);
                var canceller = Task.CompletedTask;
                if (random.Next(2) == 0)
                {
                    var spins = random.Next(500);
                    canceller = Task.Run(() =>
                    {
                        Thread.SpinWait(spins);
                        cancellation.Cancel();
                    });
                }

                try
                {
                    var key = await waiting;
                    Work(random);
                    key.Release();
                }
                catch (OperationCanceledException)
                {
                    // It gave up, and comes again.
                }

                await canceller;
            }
        }

        void Work(Random random)
        {
            Assert.True(Interlocked.Increment(ref inside) == 1, $"Seed {seed}: two at once.");
            Thread.SpinWait(random.Next(500));
            _ = Interlocked.Decrement(ref inside);
            _ = Interlocked.Increment(ref got);
        }
    }
}
