using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>A number of permits, across processes; a holder that dies gives its permits back.</summary>
/// <remarks>
/// <para>A permit belongs to whoever acquired it, and only that one gives it back: there are never more than it was made with. A stopped holder keeps its own.</para>
/// <para>It belongs to no thread, so asynchronous code may hold a permit. A released permit may be taken by whoever comes first; who waits is
/// woken in turn round the participants.</para>
/// <para>All members may be called from any thread.</para>
/// </remarks>
public sealed class SharedSemaphore : IDisposable
{
    private static readonly LockKind[] _kinds = [LockKind.Semaphore];
    private readonly LockHandle<SemaphoreCore> _handle;

    private SharedSemaphore(LockHandle<SemaphoreCore> handle) => _handle = handle;

    /// <summary>The full name with its prefix; of a lock in a region, its name there and the region's.</summary>
    public string Name => _handle.Core.Name;

    /// <summary>How many permits it has.</summary>
    public int Permits => _handle.Core.Entry.Count;

    /// <summary>How many permits nobody held at some moment during the call; for people to look at.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public int Available => _handle.Core.Available;

    /// <summary>Creates a semaphore under a name that nobody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="permits">How many permits it has, 1 to 65,536.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedSemaphore Create(string name, int permits, RegionOptions? options = null) =>
        new(LockHandle<SemaphoreCore>.Create(name, new LockSpec(LockKind.Semaphore, Checked(permits)), options));

    /// <summary>Creates a semaphore in a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="permits">How many permits it has, 1 to 65,536.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">The region has a lock of that name (<see cref="Exception.HResult"/> is 0x800700B7).</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedSemaphore Create(SharedRegion region, string name, int permits)
    {
        ArgumentNullException.ThrowIfNull(region);
        return new(LockHandle<SemaphoreCore>.Create(region, name, new LockSpec(LockKind.Semaphore, Checked(permits))));
    }

    /// <summary>Opens a semaphore that somebody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedSemaphore Open(string name, RegionOptions? options = null) =>
        new(LockHandle<SemaphoreCore>.Open(name, _kinds, options));

    /// <summary>Opens a semaphore of a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">The region has no lock of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedSemaphore Open(SharedRegion region, string name) =>
        new(LockHandle<SemaphoreCore>.Open(region, name, _kinds));

    /// <summary>Opens a semaphore if somebody holds it.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The handle, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, RegionOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out SharedSemaphore? opened, RegionOptions? options = null)
    {
        opened = LockHandle<SemaphoreCore>.TryOpen(name, _kinds, options, out var handle) ? new SharedSemaphore(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a semaphore of a region if there is one.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <param name="opened">The handle, or null where the region has no lock of that name.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(SharedRegion, string)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static bool TryOpen(SharedRegion region, string name, [NotNullWhen(true)] out SharedSemaphore? opened)
    {
        opened = LockHandle<SemaphoreCore>.TryOpen(region, name, _kinds, out var handle) ? new SharedSemaphore(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a semaphore if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="permits">How many permits it has, 1 to 65,536.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its own number of permits.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedSemaphore CreateOrOpen(string name, int permits, RegionOptions? options = null) =>
        CreateOrOpen(name, permits, out _, options);

    /// <summary>Opens a semaphore if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="permits">How many permits it has, 1 to 65,536.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its own number of permits.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedSemaphore CreateOrOpen(string name, int permits, out bool created, RegionOptions? options = null) =>
        new(LockHandle<SemaphoreCore>.CreateOrOpen(name, new LockSpec(LockKind.Semaphore, Checked(permits)), _kinds, out created, options));

    /// <summary>Opens a semaphore of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="permits">How many permits it has, 1 to 65,536.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its own number of permits.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedSemaphore CreateOrOpen(SharedRegion region, string name, int permits) =>
        CreateOrOpen(region, name, permits, out _);

    /// <summary>Opens a semaphore of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="permits">How many permits it has, 1 to 65,536.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its own number of permits.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedSemaphore CreateOrOpen(SharedRegion region, string name, int permits, out bool created) =>
        new(LockHandle<SemaphoreCore>.CreateOrOpen(region, name, new LockSpec(LockKind.Semaphore, Checked(permits)), _kinds, out created));

    /// <summary>Acquires a permit if that needs no waiting.</summary>
    /// <param name="hold">The permit; dispose it to give it back.</param>
    /// <returns>Whether it did. Where the holder has died, it does.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public bool TryAcquire(out SemaphoreHold hold) => _handle.Core.TryAcquire(out hold) || _handle.Core.TryAcquireFromDead(out hold);

    /// <summary>Acquires a permit, waiting as long as it takes.</summary>
    /// <returns>The permit; dispose it to give it back.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public SemaphoreHold Acquire() => _handle.Core.TryAcquire(out var hold) ? hold : _handle.Core.Line.Wait();

    /// <summary>Acquires a permit, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <param name="hold">The permit; dispose it to give it back.</param>
    /// <returns>Whether it did before the time was over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public bool TryAcquire(TimeSpan timeout, out SemaphoreHold hold)
    {
        var deadline = Deadline.After(timeout);
        return _handle.Core.TryAcquire(out hold) || _handle.Core.Line.Wait(deadline, out hold);
    }

    /// <summary>Acquires a permit, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <returns>The permit; dispose it to give it back.</returns>
    /// <exception cref="TimeoutException">The time was over before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public SemaphoreHold Acquire(TimeSpan timeout) => TryAcquire(timeout, out var hold) ? hold : throw Throw.TimedOut(Name, timeout);

    /// <summary>Acquires a permit, waiting without a thread.</summary>
    /// <param name="cancellation">Ends the wait; a <see cref="CancellationTokenSource"/> that is made with a time limits it.</param>
    /// <returns>The permit; dispose it to give it back. Await it once.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public ValueTask<SemaphoreHold> AcquireAsync(CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<SemaphoreHold>(cancellation);
        }

        return _handle.Core.TryAcquire(out var hold) ? new ValueTask<SemaphoreHold>(hold) : _handle.Core.Line.WaitAsync(cancellation);
    }

    /// <summary>Closes the handle. Waits through it end with <see cref="ObjectDisposedException"/>, and its permits come back.</summary>
    public void Dispose() => _handle.Dispose();

    private static int Checked(int permits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permits, LockLayout.MostPermits);
        return permits;
    }
}
