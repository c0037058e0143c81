using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>Nothing that is done again and again allocates.</summary>
[Collection(Alone.Name)]
public class AllocationTests
{
    private const int Waits = 300;

    public static TheoryData<string> Kinds { get; } = ["mutex", "semaphore", "reader", "writer", "once", "event"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Getting_in_and_out_allocates_nothing(string kind)
    {
        using var pair = new LockPair(kind);
        NoAllocation.Hold(pair.PassHere);
        NoAllocation.Hold(pair.TryHere);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Trying_in_vain_allocates_nothing(string kind)
    {
        Conditions.NeedsNumberedLocks();
        using var pair = new LockPair(kind);
        pair.Enter();
        NoAllocation.Hold(pair.TryHere);
        pair.Leave();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Waiting_with_a_thread_allocates_nothing(string kind)
    {
        using var pair = new LockPair(kind);
        var turn = 0;
        var done = 0;
        using var waiter = new CancellationTokenSource();
        var other = Worker.Start(() =>
        {
            var round = 0;
            NoAllocation.Hold(() =>
            {
                round++;
                AwaitValue(ref turn, round);
                pair.PassHere();
                Volatile.Write(ref done, round);
            });
            waiter.Cancel();
        });
        for (var round = 1; !waiter.IsCancellationRequested; round++)
        {
            pair.Enter();
            Volatile.Write(ref turn, round);
            pair.AwaitSleeper(waiter.Token);
            pair.Leave();
            while (Volatile.Read(ref done) != round && !waiter.IsCancellationRequested)
            {
                Thread.Yield();
            }

            if (other.HasEnded)
            {
                break;
            }
        }

        other.Join();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Waiting_without_a_thread_allocates_nothing(string kind)
    {
        using var pair = new LockPair(kind);
        using var cancellation = new CancellationTokenSource();
        var turn = 0;
        var done = 0;
        using var ended = new CancellationTokenSource();
        var holder = Worker.Start(() =>
        {
            for (var round = 1; !ended.IsCancellationRequested; round++)
            {
                pair.Enter();
                Volatile.Write(ref turn, round);
                pair.AwaitSleeper(ended.Token);
                pair.Leave();
                while (Volatile.Read(ref done) != round && !ended.IsCancellationRequested)
                {
                    Thread.Yield();
                }
            }
        });
        var next = 0;
        await NoAllocation.HoldInProcess(Waits, () => pair.PassManyHereAsync(Waits, Begin, End, cancellation.Token)).WaitAsync(Worker.Watchdog);
        await ended.CancelAsync();
        holder.Join();

        void Begin()
        {
            next++;
            AwaitValue(ref turn, next);
        }

        void End() => Volatile.Write(ref done, next);
    }

    [Fact]
    public async Task Meeting_at_a_barrier_allocates_nothing()
    {
        using var first = SharedBarrier.Create(UniqueName.Local(), 2);
        using var second = SharedBarrier.Open(first.Name);
        using var done = new CancellationTokenSource();
        var other = Worker.Start(() =>
        {
            NoAllocation.Hold(() => first.SignalAndWait());
            done.Cancel();
            first.Dispose();
        });
        while (!done.IsCancellationRequested)
        {
            _ = second.SignalAndWait();
        }

        other.Join();
        using var third = SharedBarrier.Open(second.Name);
        await NoAllocation.HoldInProcess(Waits, async () =>
        {
            var partner = Task.Run(async () =>
            {
                for (var i = 0; i < Waits; i++)
                {
                    _ = await third.SignalAndWaitAsync();
                }
            });
            for (var i = 0; i < Waits; i++)
            {
                _ = await second.SignalAndWaitAsync();
            }

            await partner;
        }).WaitAsync(Worker.Watchdog);
    }

    private static void AwaitValue(ref int word, int value)
    {
        while (Volatile.Read(ref word) != value)
        {
            Thread.Yield();
        }
    }
}
