namespace Mapwire.Tests.Support;

/// <summary>How one kind of lock is made and opened, under a name of its own and in a region.</summary>
internal sealed record LockApi<T>(
    Func<string, RegionOptions?, T> Create,
    Func<string, RegionOptions?, T> Open,
    Func<string, RegionOptions?, T?> TryOpen,
    Func<string, RegionOptions?, T> CreateOrOpen,
    Func<SharedRegion, string, T> CreateIn,
    Func<SharedRegion, string, T> OpenIn,
    Func<SharedRegion, string, T> CreateOrOpenIn)
    where T : class, IDisposable;

/// <summary>The kinds of locks there are.</summary>
internal static class LockApis
{
    public static LockApi<SharedMutex> Mutex { get; } = new(
        SharedMutex.Create,
        SharedMutex.Open,
        (name, options) => SharedMutex.TryOpen(name, out var opened, options) ? opened : null,
        SharedMutex.CreateOrOpen,
        SharedMutex.Create,
        SharedMutex.Open,
        SharedMutex.CreateOrOpen);

    public static LockApi<SharedReaderWriterLock> ReaderWriterLock { get; } = new(
        SharedReaderWriterLock.Create,
        SharedReaderWriterLock.Open,
        (name, options) => SharedReaderWriterLock.TryOpen(name, out var opened, options) ? opened : null,
        SharedReaderWriterLock.CreateOrOpen,
        SharedReaderWriterLock.Create,
        SharedReaderWriterLock.Open,
        SharedReaderWriterLock.CreateOrOpen);

    public static LockApi<SharedOnce> Once { get; } = new(
        SharedOnce.Create,
        SharedOnce.Open,
        (name, options) => SharedOnce.TryOpen(name, out var opened, options) ? opened : null,
        SharedOnce.CreateOrOpen,
        SharedOnce.Create,
        SharedOnce.Open,
        SharedOnce.CreateOrOpen);

    public static LockApi<SharedSemaphore> Semaphore(int permits) => new(
        (name, options) => SharedSemaphore.Create(name, permits, options),
        SharedSemaphore.Open,
        (name, options) => SharedSemaphore.TryOpen(name, out var opened, options) ? opened : null,
        (name, options) => SharedSemaphore.CreateOrOpen(name, permits, options),
        (region, name) => SharedSemaphore.Create(region, name, permits),
        SharedSemaphore.Open,
        (region, name) => SharedSemaphore.CreateOrOpen(region, name, permits));

    public static LockApi<SharedEvent> Event(EventResetMode mode, bool isSet = false) => new(
        (name, options) => SharedEvent.Create(name, mode, isSet, options),
        SharedEvent.Open,
        (name, options) => SharedEvent.TryOpen(name, out var opened, options) ? opened : null,
        (name, options) => SharedEvent.CreateOrOpen(name, mode, isSet, options),
        (region, name) => SharedEvent.Create(region, name, mode, isSet),
        SharedEvent.Open,
        (region, name) => SharedEvent.CreateOrOpen(region, name, mode, isSet));

    public static LockApi<SharedBarrier> Barrier(int participants) => new(
        (name, options) => SharedBarrier.Create(name, participants, options),
        SharedBarrier.Open,
        (name, options) => SharedBarrier.TryOpen(name, out var opened, options) ? opened : null,
        (name, options) => SharedBarrier.CreateOrOpen(name, participants, options),
        (region, name) => SharedBarrier.Create(region, name, participants),
        SharedBarrier.Open,
        (region, name) => SharedBarrier.CreateOrOpen(region, name, participants));
}
