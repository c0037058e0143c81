namespace Mapwire.Tests.Inspection;

/// <summary>Uses locks of every kind in a region, in an order that depends on the seed, until it is stopped.</summary>
internal sealed class LockWorker
{
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);
    private readonly Thread _thread;
    private volatile bool _isDone;

    public LockWorker(SharedRegion region, int seed)
    {
        _thread = new Thread(() => Run(region, new Random(seed)));
        _thread.Start();
    }

    public void Stop()
    {
        _isDone = true;
        _thread.Join();
    }

    private void Run(SharedRegion region, Random random)
    {
        using var mutex = SharedMutex.CreateOrOpen(region, "mutex");
        using var semaphore = SharedSemaphore.CreateOrOpen(region, "semaphore", 2);
        using var readers = SharedReaderWriterLock.CreateOrOpen(region, "readers");
        using var gate = SharedEvent.CreateOrOpen(region, "gate", EventResetMode.AutoReset);
        using var barrier = SharedBarrier.CreateOrOpen(region, "barrier", 2);
        while (!_isDone)
        {
            switch (random.Next(6))
            {
                case 0 when mutex.TryAcquire(_moment, out var hold):
                    hold.Release();
                    break;
                case 1 when semaphore.TryAcquire(_moment, out var permit):
                    permit.Release();
                    break;
                case 2 when readers.TryAcquireRead(_moment, out var read):
                    read.Release();
                    break;
                case 3 when readers.TryAcquireWrite(_moment, out var write):
                    write.Release();
                    break;
                case 4:
                    gate.Set();
                    _ = gate.Wait(_moment);
                    break;
                default:
                    _ = barrier.TrySignalAndWait(_moment, out _);
                    break;
            }
        }
    }
}
