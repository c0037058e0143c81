using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>A lock that one holder has at a time, across processes.</summary>
/// <remarks>
/// <para>When its holder dies it passes to the next at once, who is told: <see cref="MutexHold.IsAbandoned"/>. A stopped holder keeps it.</para>
/// <para>That it was abandoned is known as long as somebody has the mutex open. A hold that is disposed after an exception releases it as whole; a handle that
/// is forgotten keeps it until the process ends.</para>
/// <para>It belongs to no thread, so asynchronous code may hold it. It is not recursive: who acquires it twice through one handle waits for itself.</para>
/// <para>Fairness: a mutex that is released while others wait may be taken by whoever comes first; one that has waited and lost so once is
/// handed the mutex, in turn round the participants. A waiter whose turn comes while it is stopped keeps its turn.</para>
/// <para>All members may be called from any thread.</para>
/// </remarks>
public sealed class SharedMutex : IDisposable
{
    private static readonly LockKind[] _kinds = [LockKind.Mutex];
    private readonly LockHandle<MutexCore> _handle;

    private SharedMutex(LockHandle<MutexCore> handle) => _handle = handle;

    /// <summary>The full name with its prefix; of a lock in a region, its name there and the region's.</summary>
    public string Name => _handle.Core.Name;

    /// <summary>Creates a mutex under a name that nobody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedMutex Create(string name, RegionOptions? options = null) =>
        new(LockHandle<MutexCore>.Create(name, new LockSpec(LockKind.Mutex), options));

    /// <summary>Creates a mutex in a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">The region has a lock of that name (<see cref="Exception.HResult"/> is 0x800700B7).</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedMutex Create(SharedRegion region, string name)
    {
        ArgumentNullException.ThrowIfNull(region);
        return new(LockHandle<MutexCore>.Create(region, name, new LockSpec(LockKind.Mutex)));
    }

    /// <summary>Opens a mutex that somebody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedMutex Open(string name, RegionOptions? options = null) =>
        new(LockHandle<MutexCore>.Open(name, _kinds, options));

    /// <summary>Opens a mutex of a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">The region has no lock of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedMutex Open(SharedRegion region, string name) =>
        new(LockHandle<MutexCore>.Open(region, name, _kinds));

    /// <summary>Opens a mutex if somebody holds it.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The handle, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, RegionOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out SharedMutex? opened, RegionOptions? options = null)
    {
        opened = LockHandle<MutexCore>.TryOpen(name, _kinds, options, out var handle) ? new SharedMutex(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a mutex of a region if there is one.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <param name="opened">The handle, or null where the region has no lock of that name.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(SharedRegion, string)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static bool TryOpen(SharedRegion region, string name, [NotNullWhen(true)] out SharedMutex? opened)
    {
        opened = LockHandle<MutexCore>.TryOpen(region, name, _kinds, out var handle) ? new SharedMutex(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a mutex if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedMutex CreateOrOpen(string name, RegionOptions? options = null) =>
        CreateOrOpen(name, out _, options);

    /// <summary>Opens a mutex if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedMutex CreateOrOpen(string name, out bool created, RegionOptions? options = null) =>
        new(LockHandle<MutexCore>.CreateOrOpen(name, new LockSpec(LockKind.Mutex), _kinds, out created, options));

    /// <summary>Opens a mutex of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedMutex CreateOrOpen(SharedRegion region, string name) =>
        CreateOrOpen(region, name, out _);

    /// <summary>Opens a mutex of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedMutex CreateOrOpen(SharedRegion region, string name, out bool created) =>
        new(LockHandle<MutexCore>.CreateOrOpen(region, name, new LockSpec(LockKind.Mutex), _kinds, out created));

    /// <summary>Acquires the mutex if that needs no waiting.</summary>
    /// <param name="hold">The acquisition; dispose it to release.</param>
    /// <returns>Whether it did. Where the holder has died, it does.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public bool TryAcquire(out MutexHold hold) => _handle.Core.TryAcquire(out hold) || _handle.Core.TryAcquireFromDead(out hold);

    /// <summary>Acquires the mutex, waiting as long as it takes.</summary>
    /// <returns>The acquisition; dispose it to release.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public MutexHold Acquire() => _handle.Core.TryAcquire(out var hold) ? hold : _handle.Core.Line.Wait();

    /// <summary>Acquires the mutex, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <param name="hold">The acquisition; dispose it to release.</param>
    /// <returns>Whether it did before the time was over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public bool TryAcquire(TimeSpan timeout, out MutexHold hold)
    {
        var deadline = Deadline.After(timeout);
        return _handle.Core.TryAcquire(out hold) || _handle.Core.Line.Wait(deadline, out hold);
    }

    /// <summary>Acquires the mutex, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <returns>The acquisition; dispose it to release.</returns>
    /// <exception cref="TimeoutException">The time was over before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public MutexHold Acquire(TimeSpan timeout) => TryAcquire(timeout, out var hold) ? hold : throw Throw.TimedOut(Name, timeout);

    /// <summary>Acquires the mutex, waiting without a thread.</summary>
    /// <param name="cancellation">Ends the wait; a <see cref="CancellationTokenSource"/> that is made with a time limits it.</param>
    /// <returns>The acquisition; dispose it to release. Await it once.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public ValueTask<MutexHold> AcquireAsync(CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<MutexHold>(cancellation);
        }

        return _handle.Core.TryAcquire(out var hold) ? new ValueTask<MutexHold>(hold) : _handle.Core.Line.WaitAsync(cancellation);
    }

    /// <summary>Closes the handle. Waits through it end with <see cref="ObjectDisposedException"/>; if it holds the mutex, that passes on as abandoned.</summary>
    public void Dispose() => _handle.Dispose();
}
