namespace Mapwire.Peer.Stress;

/// <summary>Waits in every way there is, each under a watchdog.</summary>
internal sealed class Waits(Random random, Func<string, Exception> wrong)
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(20);

    public static Deadline Limit() => Deadline.After(_watchdog);

    public bool TryAcquire(SharedMutex mutex, bool mayGiveUp, out MutexHold hold)
    {
        switch (Way(mayGiveUp))
        {
            case 0:
                return mutex.TryAcquire(out hold);
            case 1:
                return mutex.TryAcquire(Short(), out hold);
            case 2:
                return Try(mutex.AcquireAsync, out hold);
            case 3:
                hold = Get(mutex.AcquireAsync, "a mutex");
                return true;
            default:
                return mutex.TryAcquire(_watchdog, out hold) ? true : throw wrong("a mutex");
        }
    }

    public bool TryAcquire(SharedSemaphore semaphore, bool mayGiveUp, out SemaphoreHold hold)
    {
        switch (Way(mayGiveUp))
        {
            case 0:
                return semaphore.TryAcquire(out hold);
            case 1:
                return semaphore.TryAcquire(Short(), out hold);
            case 2:
                return Try(semaphore.AcquireAsync, out hold);
            case 3:
                hold = Get(semaphore.AcquireAsync, "a permit");
                return true;
            default:
                return semaphore.TryAcquire(_watchdog, out hold) ? true : throw wrong("a permit");
        }
    }

    public bool TryAcquireWrite(SharedReaderWriterLock both, bool mayGiveUp, out WriterHold hold)
    {
        switch (Way(mayGiveUp))
        {
            case 0:
                return both.TryAcquireWrite(out hold);
            case 1:
                return both.TryAcquireWrite(Short(), out hold);
            case 2:
                return Try(both.AcquireWriteAsync, out hold);
            case 3:
                hold = Get(both.AcquireWriteAsync, "a writer's turn");
                return true;
            default:
                return both.TryAcquireWrite(_watchdog, out hold) ? true : throw wrong("a writer's turn");
        }
    }

    public bool TryAcquireRead(SharedReaderWriterLock both, bool mayGiveUp, out ReaderHold hold)
    {
        switch (Way(mayGiveUp))
        {
            case 0:
                return both.TryAcquireRead(out hold);
            case 1:
                return both.TryAcquireRead(Short(), out hold);
            case 2:
                return Try(both.AcquireReadAsync, out hold);
            case 3:
                hold = Get(both.AcquireReadAsync, "a reader's turn");
                return true;
            default:
                return both.TryAcquireRead(_watchdog, out hold) ? true : throw wrong("a reader's turn");
        }
    }

    public BarrierPhase Meet(SharedBarrier barrier) => random.Next(2) == 0
        ? Get(barrier.SignalAndWaitAsync, "a phase")
        : barrier.TrySignalAndWait(_watchdog, out var phase) ? phase : throw wrong("a phase");

    public OnceTurn Enter(SharedOnce once) => random.Next(2) == 0
        ? Get(once.EnterAsync, "a turn")
        : once.TryEnter(_watchdog, out var turn) ? turn : throw wrong("a turn");

    // 0 to 2 may give up; 3 and 4 wait as long as it takes.
    private int Way(bool mayGiveUp) => mayGiveUp ? random.Next(5) : 3 + random.Next(2);

    private TimeSpan Short() => TimeSpan.FromMicroseconds(random.Next(2000));

    private bool Try<T>(Func<CancellationToken, ValueTask<T>> begin, out T hold)
    {
        using var cancellation = new CancellationTokenSource(Short());
        try
        {
            hold = Get(_ => begin(cancellation.Token), "an end after a cancellation");
            return true;
        }
        catch (OperationCanceledException)
        {
            hold = default!;
            return false;
        }
    }

    private T Get<T>(Func<CancellationToken, ValueTask<T>> begin, string what)
    {
        var wait = begin(default).AsTask();
        try
        {
            return wait.Wait(_watchdog) ? wait.Result : throw wrong(what);
        }
        catch (AggregateException failure) when (failure.InnerException is OperationCanceledException cancelled)
        {
            throw new OperationCanceledException(cancelled.CancellationToken);
        }
    }
}
