using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>One participant that does all there is to do with locks of every kind, in a region that somebody writes over.</summary>
internal sealed class NoiseActor : IDisposable
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1);
    private readonly SharedRegion _region;
    private readonly SharedMutex _mutex;
    private readonly SharedSemaphore _semaphore;
    private readonly SharedEvent _manual;
    private readonly SharedEvent _auto;
    private readonly SharedReaderWriterLock _readerWriter;
    private readonly SharedBarrier _barrier;
    private readonly SharedOnce _once;

    public NoiseActor(SharedRegion region)
    {
        _region = region;
        _mutex = SharedMutex.CreateOrOpen(region, "mutex");
        _semaphore = SharedSemaphore.CreateOrOpen(region, "semaphore", 2);
        _manual = SharedEvent.CreateOrOpen(region, "manual", EventResetMode.ManualReset);
        _auto = SharedEvent.CreateOrOpen(region, "auto", EventResetMode.AutoReset);
        _readerWriter = SharedReaderWriterLock.CreateOrOpen(region, "lock");
        _barrier = SharedBarrier.CreateOrOpen(region, "barrier", 2);
        _once = SharedOnce.CreateOrOpen(region, "once");
    }

    public static void Documented(Action action)
    {
        if (Record.Exception(action) is { } failure)
        {
            Check(failure);
        }
    }

    public static async Task DocumentedAsync(Func<Task> action)
    {
        if (await Record.ExceptionAsync(action) is { } failure)
        {
            Check(failure);
        }
    }

    /// <summary>Waits that have no limit of their own.</summary>
    public IEnumerable<Task> Patient()
    {
        yield return Thread(_manual.Wait);
        yield return Thread(_auto.Wait);
        yield return Thread(() => _mutex.Acquire().Release());
        yield return Thread(() => _readerWriter.AcquireWrite().Release());
        yield return DocumentedAsync(() => _manual.WaitAsync().AsTask());
        yield return DocumentedAsync(() => _auto.WaitAsync().AsTask());
        yield return DocumentedAsync(async () => (await _semaphore.AcquireAsync()).Release());
        yield return DocumentedAsync(async () => (await _readerWriter.AcquireReadAsync()).Release());

        static Task Thread(Action action) => Task.Factory.StartNew(
            () => Documented(action), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Act(Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                Leave(_mutex.TryAcquire(_short, out var mutex), mutex.Release);
                break;
            case 1:
                Leave(_mutex.TryAcquire(out mutex), mutex.Dispose);
                break;
            case 2:
                Leave(_semaphore.TryAcquire(_short, out var permit), permit.Release);
                break;
            case 3:
                Leave(_semaphore.TryAcquire(out permit), permit.Dispose);
                break;
            case 4:
                _auto.Set();
                break;
            case 5:
                _ = _auto.Wait(_short);
                break;
            case 6:
                _manual.Set();
                _manual.Reset();
                break;
            case 7:
                _ = _manual.Wait(_short);
                break;
            case 8:
                Leave(_readerWriter.TryAcquireRead(_short, out var reader), reader.Release);
                break;
            case 9:
                Leave(_readerWriter.TryAcquireWrite(_short, out var writer), writer.Release);
                break;
            case 10:
                _ = _barrier.TrySignalAndWait(_short, out _);
                break;
            default:
                Leave(_once.TryEnter(_short, out var turn), turn.Dispose);
                break;
        }

        static void Leave(bool isIn, Action leave)
        {
            if (isIn)
            {
                Thread.SpinWait(100);
                leave();
            }
        }
    }

    public async Task ActAsync(Random random)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(3)));
        switch (random.Next(7))
        {
            case 0:
                (await _mutex.AcquireAsync(cancellation.Token)).Release();
                break;
            case 1:
                (await _semaphore.AcquireAsync(cancellation.Token)).Release();
                break;
            case 2:
                await _auto.WaitAsync(cancellation.Token);
                break;
            case 3:
                (await _readerWriter.AcquireReadAsync(cancellation.Token)).Release();
                break;
            case 4:
                (await _readerWriter.AcquireWriteAsync(cancellation.Token)).Release();
                break;
            case 5:
                _ = await _barrier.SignalAndWaitAsync(cancellation.Token);
                break;
            default:
                (await _once.EnterAsync(cancellation.Token)).Dispose();
                break;
        }
    }

    public void Dispose()
    {
        _mutex.Dispose();
        _manual.Dispose();
        _readerWriter.Dispose();
        _region.Dispose();
        _semaphore.Dispose();
        _auto.Dispose();
        _barrier.Dispose();
        _once.Dispose();
    }

    private static void Check(Exception failure) => Assert.True(
        failure is InvalidRegionException or ObjectDisposedException or SynchronizationLockException or OperationCanceledException or InvalidOperationException,
        $"{failure}");
}
