namespace Mapwire.Tests.Support;

internal sealed class MutexDoor(SharedMutex mutex) : Door
{
    public override IDisposable Handle => mutex;

    public override bool TryEnter(out Key key) => KeyOf(mutex.TryAcquire(out var hold), hold, out key);

    public override Key Enter() => KeyOf(mutex.Acquire());

    public override bool Enter(TimeSpan timeout, out Key key) => KeyOf(mutex.TryAcquire(timeout, out var hold), hold, out key);

    public override async ValueTask<Key> EnterAsync(CancellationToken cancellation = default) => KeyOf(await mutex.AcquireAsync(cancellation));

    private static Key KeyOf(MutexHold hold) => new(hold.Release, hold.Dispose);

    private static bool KeyOf(bool isIn, MutexHold hold, out Key key)
    {
        key = KeyOf(hold);
        return isIn;
    }
}

internal sealed class SemaphoreDoor(SharedSemaphore semaphore) : Door
{
    public override IDisposable Handle => semaphore;

    public override bool TryEnter(out Key key) => KeyOf(semaphore.TryAcquire(out var hold), hold, out key);

    public override Key Enter() => KeyOf(semaphore.Acquire());

    public override bool Enter(TimeSpan timeout, out Key key) => KeyOf(semaphore.TryAcquire(timeout, out var hold), hold, out key);

    public override async ValueTask<Key> EnterAsync(CancellationToken cancellation = default) => KeyOf(await semaphore.AcquireAsync(cancellation));

    private static Key KeyOf(SemaphoreHold hold) => new(hold.Release, hold.Dispose);

    private static bool KeyOf(bool isIn, SemaphoreHold hold, out Key key)
    {
        key = KeyOf(hold);
        return isIn;
    }
}

internal sealed class WriterDoor(SharedReaderWriterLock readerWriter) : Door
{
    public override IDisposable Handle => readerWriter;

    public override bool TryEnter(out Key key) => KeyOf(readerWriter.TryAcquireWrite(out var hold), hold, out key);

    public override Key Enter() => KeyOf(readerWriter.AcquireWrite());

    public override bool Enter(TimeSpan timeout, out Key key) => KeyOf(readerWriter.TryAcquireWrite(timeout, out var hold), hold, out key);

    public override async ValueTask<Key> EnterAsync(CancellationToken cancellation = default) => KeyOf(await readerWriter.AcquireWriteAsync(cancellation));

    private static Key KeyOf(WriterHold hold) => new(hold.Release, hold.Dispose);

    private static bool KeyOf(bool isIn, WriterHold hold, out Key key)
    {
        key = KeyOf(hold);
        return isIn;
    }
}

/// <summary>Work that everybody begins and nobody completes.</summary>
internal sealed class OnceDoor(SharedOnce once) : Door
{
    public override IDisposable Handle => once;

    public override bool TryEnter(out Key key) => KeyOf(once.TryEnter(out var turn), turn, out key);

    public override Key Enter() => KeyOf(once.Enter());

    public override bool Enter(TimeSpan timeout, out Key key) => KeyOf(once.TryEnter(timeout, out var turn), turn, out key);

    public override async ValueTask<Key> EnterAsync(CancellationToken cancellation = default) => KeyOf(await once.EnterAsync(cancellation));

    private static Key KeyOf(OnceTurn turn) => new(turn.Dispose, turn.Dispose);

    private static bool KeyOf(bool isIn, OnceTurn turn, out Key key)
    {
        key = KeyOf(turn);
        return isIn;
    }
}

/// <summary>An auto-reset event that begins set, and that who is let through sets again. It knows no holder.</summary>
internal sealed class EventDoor(SharedEvent signal) : Door
{
    public override IDisposable Handle => signal;

    public override bool TryEnter(out Key key) => KeyOf(signal.TryWait(), out key);

    public override Key Enter()
    {
        signal.Wait();
        return KeyOf();
    }

    public override bool Enter(TimeSpan timeout, out Key key) => KeyOf(signal.Wait(timeout), out key);

    public override async ValueTask<Key> EnterAsync(CancellationToken cancellation = default)
    {
        await signal.WaitAsync(cancellation);
        return KeyOf();
    }

    private Key KeyOf() => new(signal.Set, signal.Set);

    private bool KeyOf(bool isIn, out Key key)
    {
        key = KeyOf();
        return isIn;
    }
}
