namespace Mapwire.Peer;

/// <summary>A lock of any kind as the verbs use it; what an acquisition gave is said in words.</summary>
internal sealed record Waitable(IDisposable Lock, Func<TimeSpan, string> Acquire, Func<Task<string>> AcquireAsync, Action Release)
{
    private const string Busy = "busy";

    public static Waitable Of(SharedMutex mutex)
    {
        Stack<MutexHold> holds = [];
        return new(
            mutex,
            time => (time == default ? mutex.TryAcquire(out var hold) : mutex.TryAcquire(time, out hold)) ? Keep(hold) : Busy,
            async () => Keep(await mutex.AcquireAsync().ConfigureAwait(false)),
            () => holds.Pop().Release());

        string Keep(MutexHold hold)
        {
            holds.Push(hold);
            return hold.IsAbandoned ? "held abandoned" : "held";
        }
    }

    public static Waitable Of(SharedSemaphore semaphore)
    {
        Stack<SemaphoreHold> holds = [];
        return new(
            semaphore,
            time => (time == default ? semaphore.TryAcquire(out var hold) : semaphore.TryAcquire(time, out hold)) ? Keep(hold) : Busy,
            async () => Keep(await semaphore.AcquireAsync().ConfigureAwait(false)),
            () => holds.Pop().Release());

        string Keep(SemaphoreHold hold)
        {
            holds.Push(hold);
            return "held";
        }
    }

    public static Waitable Of(SharedEvent signal) => new(
        signal,
        time => (time == default ? signal.TryWait() : signal.Wait(time)) ? "passed" : Busy,
        async () =>
        {
            await signal.WaitAsync().ConfigureAwait(false);
            return "passed";
        },
        signal.Set);

    public static Waitable OfWriter(SharedReaderWriterLock both)
    {
        Stack<WriterHold> holds = [];
        return new(
            both,
            time => (time == default ? both.TryAcquireWrite(out var hold) : both.TryAcquireWrite(time, out hold)) ? Keep(hold) : Busy,
            async () => Keep(await both.AcquireWriteAsync().ConfigureAwait(false)),
            () => holds.Pop().Release());

        string Keep(WriterHold hold)
        {
            holds.Push(hold);
            return hold.IsAbandoned ? "held abandoned" : "held";
        }
    }

    public static Waitable OfReader(SharedReaderWriterLock both)
    {
        Stack<ReaderHold> holds = [];
        return new(
            both,
            time => (time == default ? both.TryAcquireRead(out var hold) : both.TryAcquireRead(time, out hold)) ? Keep(hold) : Busy,
            async () => Keep(await both.AcquireReadAsync().ConfigureAwait(false)),
            () => holds.Pop().Release());

        string Keep(ReaderHold hold)
        {
            holds.Push(hold);
            return hold.IsAbandoned ? "held abandoned" : "held";
        }
    }

    public static Waitable Of(SharedBarrier barrier)
    {
        return new(
            barrier,
            time => barrier.TrySignalAndWait(time, out var phase) ? Say(phase) : Busy,
            async () => Say(await barrier.SignalAndWaitAsync().ConfigureAwait(false)),
            () => throw new NotSupportedException());

        static string Say(BarrierPhase phase) => $"phase {phase.Number}{(phase.HasLostMember ? " lost" : string.Empty)}";
    }

    public static Waitable Of(SharedOnce once)
    {
        var mine = default(OnceTurn);
        return new(
            once,
            time => (time == default ? once.TryEnter(out var turn) : once.TryEnter(time, out turn)) ? Keep(turn) : Busy,
            async () => Keep(await once.EnterAsync().ConfigureAwait(false)),
            () => mine.Complete());

        string Keep(OnceTurn turn)
        {
            mine = turn;
            return !turn.IsMine ? "done" : turn.IsRetry ? "mine again" : "mine";
        }
    }
}
