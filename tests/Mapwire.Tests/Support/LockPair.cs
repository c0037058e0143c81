namespace Mapwire.Tests.Support;

/// <summary>Two handles on a lock: through one of them somebody is in or out, through the other somebody passes.</summary>
internal sealed class LockPair : IDisposable
{
    private static readonly RegionOptions _options = new() { Waiting = WaitStrategy.Park };
    private readonly List<IDisposable> _opened = [];
    private readonly RegionBytes _bytes;

    public LockPair(string kind)
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
                PassManyHereAsync = async (count, begin, end, token) =>
                {
                    for (; count > 0; count--)
                    {
                        begin();
                        (await mutex.AcquireAsync(token)).Release();
                        end();
                    }
                };
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
                PassManyHereAsync = async (count, begin, end, token) =>
                {
                    for (; count > 0; count--)
                    {
                        begin();
                        (await semaphore.AcquireAsync(token)).Release();
                        end();
                    }
                };
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
                PassManyHereAsync = async (count, begin, end, token) =>
                {
                    for (; count > 0; count--)
                    {
                        begin();
                        (await readers.AcquireReadAsync(token)).Release();
                        end();
                    }
                };
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
                PassManyHereAsync = async (count, begin, end, token) =>
                {
                    for (; count > 0; count--)
                    {
                        begin();
                        (await writers.AcquireWriteAsync(token)).Release();
                        end();
                    }
                };
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
                PassManyHereAsync = async (count, begin, end, token) =>
                {
                    for (; count > 0; count--)
                    {
                        begin();
                        (await once.EnterAsync(token)).Dispose();
                        end();
                    }
                };
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
                PassManyHereAsync = async (count, begin, end, token) =>
                {
                    for (; count > 0; count--)
                    {
                        begin();
                        await signal.WaitAsync(token);
                        signal.Set();
                        end();
                    }
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

    /// <summary>Waits so many times in one method, which is made once.</summary>
    public Func<int, Action, Action, CancellationToken, Task> PassManyHereAsync { get; }

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
