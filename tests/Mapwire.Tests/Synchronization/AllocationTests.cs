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
        using var pair = new Pair(kind);
        NoAllocation.Hold(pair.PassHere);
        NoAllocation.Hold(pair.TryHere);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Trying_in_vain_allocates_nothing(string kind)
    {
        using var pair = new Pair(kind);
        pair.Enter();
        NoAllocation.Hold(pair.TryHere);
        pair.Leave();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Waiting_with_a_thread_allocates_nothing(string kind)
    {
        using var pair = new Pair(kind);
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
        using var pair = new Pair(kind);
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
        await NoAllocation.HoldInProcess(Waits, async () =>
        {
            for (var i = 0; i < Waits; i++)
            {
                next++;
                AwaitValue(ref turn, next);
                await pair.PassHereAsync(cancellation.Token);
                Volatile.Write(ref done, next);
            }
        }).WaitAsync(Worker.Watchdog);
        await ended.CancelAsync();
        holder.Join();
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

    /// <summary>Two handles on a lock: through one of them somebody is in or out, through the other somebody passes.</summary>
    private sealed class Pair : IDisposable
    {
        private static readonly RegionOptions _options = new() { Waiting = WaitStrategy.Park };
        private readonly List<IDisposable> _opened = [];
        private readonly RegionBytes _bytes;

        public Pair(string kind)
        {
            var name = UniqueName.Local();
            switch (kind)
            {
                case "mutex":
                    var mutex = Keep(SharedMutex.Create(name, _options));
                    var otherMutex = Keep(SharedMutex.Open(name, _options));
                    MutexHold mutexHold = default;
                    (Enter, Leave) = (() => mutexHold = otherMutex.Acquire(), () => mutexHold.Release());
                    PassHere = () => mutex.Acquire().Release();
                    PassHereAsync = async token => (await mutex.AcquireAsync(token)).Release();
                    TryHere = () =>
                    {
                        _ = mutex.TryAcquire(out var hold);
                        hold.Dispose();
                    };
                    break;
                case "semaphore":
                    var semaphore = Keep(SharedSemaphore.Create(name, 1, _options));
                    var otherSemaphore = Keep(SharedSemaphore.Open(name, _options));
                    SemaphoreHold permit = default;
                    (Enter, Leave) = (() => permit = otherSemaphore.Acquire(), () => permit.Release());
                    PassHere = () => semaphore.Acquire().Release();
                    PassHereAsync = async token => (await semaphore.AcquireAsync(token)).Release();
                    TryHere = () =>
                    {
                        _ = semaphore.TryAcquire(out var hold);
                        hold.Dispose();
                    };
                    break;
                case "reader":
                    var readers = Keep(SharedReaderWriterLock.Create(name, _options));
                    var otherWriters = Keep(SharedReaderWriterLock.Open(name, _options));
                    WriterHold writerHold = default;
                    (Enter, Leave) = (() => writerHold = otherWriters.AcquireWrite(), () => writerHold.Release());
                    PassHere = () => readers.AcquireRead().Release();
                    PassHereAsync = async token => (await readers.AcquireReadAsync(token)).Release();
                    TryHere = () =>
                    {
                        _ = readers.TryAcquireRead(out var hold);
                        hold.Dispose();
                    };
                    break;
                case "writer":
                    var writers = Keep(SharedReaderWriterLock.Create(name, _options));
                    var otherReaders = Keep(SharedReaderWriterLock.Open(name, _options));
                    ReaderHold readerHold = default;
                    (Enter, Leave) = (() => readerHold = otherReaders.AcquireRead(), () => readerHold.Release());
                    PassHere = () => writers.AcquireWrite().Release();
                    PassHereAsync = async token => (await writers.AcquireWriteAsync(token)).Release();
                    TryHere = () =>
                    {
                        _ = writers.TryAcquireWrite(out var hold);
                        hold.Dispose();
                    };
                    break;
                case "once":
                    var once = Keep(SharedOnce.Create(name, _options));
                    var otherOnce = Keep(SharedOnce.Open(name, _options));
                    OnceTurn turn = default;
                    (Enter, Leave) = (() => turn = otherOnce.Enter(), () => turn.Dispose());
                    PassHere = () => once.Enter().Dispose();
                    PassHereAsync = async token => (await once.EnterAsync(token)).Dispose();
                    TryHere = () =>
                    {
                        _ = once.TryEnter(out var mine);
                        mine.Dispose();
                    };
                    break;
                default:
                    var signal = Keep(SharedEvent.Create(name, EventResetMode.AutoReset, isSet: true, _options));
                    var otherSignal = Keep(SharedEvent.Open(name, _options));
                    (Enter, Leave) = (otherSignal.Wait, otherSignal.Set);
                    PassHere = () =>
                    {
                        signal.Wait();
                        signal.Set();
                    };
                    PassHereAsync = async token =>
                    {
                        await signal.WaitAsync(token);
                        signal.Set();
                    };
                    TryHere = () =>
                    {
                        if (signal.TryWait())
                        {
                            signal.Set();
                        }
                    };
                    break;
            }

            _bytes = new RegionBytes(name);
        }

        public Action Enter { get; }

        public Action Leave { get; }

        public Action PassHere { get; }

        public Action TryHere { get; }

        public Func<CancellationToken, ValueTask> PassHereAsync { get; }

        public void AwaitSleeper(CancellationToken cancellation)
        {
            while (!_bytes.Sleeps(0, 0) && !cancellation.IsCancellationRequested)
            {
                Thread.Yield();
            }
        }

        public void Dispose()
        {
            _bytes.Dispose();
            _opened.ForEach(one => one.Dispose());
        }

        private T Keep<T>(T one)
            where T : IDisposable
        {
            _opened.Add(one);
            return one;
        }
    }
}
