using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>A lock that many readers or one writer hold at a time, across processes.</summary>
/// <remarks>
/// <para>A reader that dies gives its share back; when a writer dies the lock passes on at once and the next are told:
/// <see cref="WriterHold.IsAbandoned"/>, <see cref="ReaderHold.IsAbandoned"/>. Who is stopped keeps what it holds.</para>
/// <para>Writers are not starved: while one waits for the readers to leave, new readers wait. Readers are not either: a writer that leaves lets in all
/// who wait. It is neither recursive nor upgradable.</para>
/// <para>It belongs to no thread, so asynchronous code may hold it. All members may be called from any thread.</para>
/// </remarks>
public sealed class SharedReaderWriterLock : IDisposable
{
    private static readonly LockKind[] _kinds = [LockKind.ReaderWriterLock];
    private readonly LockHandle<ReaderWriterCore> _handle;

    private SharedReaderWriterLock(LockHandle<ReaderWriterCore> handle) => _handle = handle;

    /// <summary>The full name with its prefix; of a lock in a region, its name there and the region's.</summary>
    public string Name => _handle.Core.Name;

    /// <summary>Creates a reader-writer lock under a name that nobody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedReaderWriterLock Create(string name, RegionOptions? options = null) =>
        new(LockHandle<ReaderWriterCore>.Create(name, new LockSpec(LockKind.ReaderWriterLock), options));

    /// <summary>Creates a reader-writer lock in a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">The region has a lock of that name (<see cref="Exception.HResult"/> is 0x800700B7).</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedReaderWriterLock Create(SharedRegion region, string name)
    {
        ArgumentNullException.ThrowIfNull(region);
        return new(LockHandle<ReaderWriterCore>.Create(region, name, new LockSpec(LockKind.ReaderWriterLock)));
    }

    /// <summary>Opens a reader-writer lock that somebody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedReaderWriterLock Open(string name, RegionOptions? options = null) =>
        new(LockHandle<ReaderWriterCore>.Open(name, _kinds, options));

    /// <summary>Opens a reader-writer lock of a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">The region has no lock of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedReaderWriterLock Open(SharedRegion region, string name) =>
        new(LockHandle<ReaderWriterCore>.Open(region, name, _kinds));

    /// <summary>Opens a reader-writer lock if somebody holds it.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The handle, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, RegionOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out SharedReaderWriterLock? opened, RegionOptions? options = null)
    {
        opened = LockHandle<ReaderWriterCore>.TryOpen(name, _kinds, options, out var handle) ? new SharedReaderWriterLock(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a reader-writer lock of a region if there is one.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <param name="opened">The handle, or null where the region has no lock of that name.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(SharedRegion, string)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static bool TryOpen(SharedRegion region, string name, [NotNullWhen(true)] out SharedReaderWriterLock? opened)
    {
        opened = LockHandle<ReaderWriterCore>.TryOpen(region, name, _kinds, out var handle) ? new SharedReaderWriterLock(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a reader-writer lock if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedReaderWriterLock CreateOrOpen(string name, RegionOptions? options = null) =>
        CreateOrOpen(name, out _, options);

    /// <summary>Opens a reader-writer lock if somebody holds it, and creates it if nobody does.</summary>
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
    public static SharedReaderWriterLock CreateOrOpen(string name, out bool created, RegionOptions? options = null) =>
        new(LockHandle<ReaderWriterCore>.CreateOrOpen(name, new LockSpec(LockKind.ReaderWriterLock), _kinds, out created, options));

    /// <summary>Opens a reader-writer lock of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedReaderWriterLock CreateOrOpen(SharedRegion region, string name) =>
        CreateOrOpen(region, name, out _);

    /// <summary>Opens a reader-writer lock of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedReaderWriterLock CreateOrOpen(SharedRegion region, string name, out bool created) =>
        new(LockHandle<ReaderWriterCore>.CreateOrOpen(region, name, new LockSpec(LockKind.ReaderWriterLock), _kinds, out created));

    /// <summary>Acquires the lock to read if that needs no waiting.</summary>
    /// <param name="hold">The acquisition; dispose it to release.</param>
    /// <returns>Whether it did. Where the holder has died, it does.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public bool TryAcquireRead(out ReaderHold hold) => _handle.Core.Readers.TryAcquire(out hold) || _handle.Core.Readers.TryAcquireFromDead(out hold);

    /// <summary>Acquires the lock to read, waiting as long as it takes.</summary>
    /// <returns>The acquisition; dispose it to release.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public ReaderHold AcquireRead() => _handle.Core.Readers.TryAcquire(out var hold) ? hold : _handle.Core.ReadLine.Wait();

    /// <summary>Acquires the lock to read, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <param name="hold">The acquisition; dispose it to release.</param>
    /// <returns>Whether it did before the time was over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public bool TryAcquireRead(TimeSpan timeout, out ReaderHold hold)
    {
        var deadline = Deadline.After(timeout);
        return _handle.Core.Readers.TryAcquire(out hold) || _handle.Core.ReadLine.Wait(deadline, out hold);
    }

    /// <summary>Acquires the lock to read, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <returns>The acquisition; dispose it to release.</returns>
    /// <exception cref="TimeoutException">The time was over before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public ReaderHold AcquireRead(TimeSpan timeout) => TryAcquireRead(timeout, out var hold) ? hold : throw Throw.TimedOut(Name, timeout);

    /// <summary>Acquires the lock to read, waiting without a thread.</summary>
    /// <param name="cancellation">Ends the wait; a <see cref="CancellationTokenSource"/> that is made with a time limits it.</param>
    /// <returns>The acquisition; dispose it to release. Await it once.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public ValueTask<ReaderHold> AcquireReadAsync(CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReaderHold>(cancellation);
        }

        return _handle.Core.Readers.TryAcquire(out var hold) ? new ValueTask<ReaderHold>(hold) : _handle.Core.ReadLine.WaitAsync(cancellation);
    }

    /// <summary>Acquires the lock to write if that needs no waiting.</summary>
    /// <param name="hold">The acquisition; dispose it to release.</param>
    /// <returns>Whether it did. Where the holder has died, it does.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public bool TryAcquireWrite(out WriterHold hold) => _handle.Core.Writers.TryAcquire(out hold) || _handle.Core.Writers.TryAcquireFromDead(out hold);

    /// <summary>Acquires the lock to write, waiting as long as it takes.</summary>
    /// <returns>The acquisition; dispose it to release.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public WriterHold AcquireWrite() => _handle.Core.Writers.TryAcquire(out var hold) ? hold : _handle.Core.WriteLine.Wait();

    /// <summary>Acquires the lock to write, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <param name="hold">The acquisition; dispose it to release.</param>
    /// <returns>Whether it did before the time was over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public bool TryAcquireWrite(TimeSpan timeout, out WriterHold hold)
    {
        var deadline = Deadline.After(timeout);
        return _handle.Core.Writers.TryAcquire(out hold) || _handle.Core.WriteLine.Wait(deadline, out hold);
    }

    /// <summary>Acquires the lock to write, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <returns>The acquisition; dispose it to release.</returns>
    /// <exception cref="TimeoutException">The time was over before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public WriterHold AcquireWrite(TimeSpan timeout) => TryAcquireWrite(timeout, out var hold) ? hold : throw Throw.TimedOut(Name, timeout);

    /// <summary>Acquires the lock to write, waiting without a thread.</summary>
    /// <param name="cancellation">Ends the wait; a <see cref="CancellationTokenSource"/> that is made with a time limits it.</param>
    /// <returns>The acquisition; dispose it to release. Await it once.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public ValueTask<WriterHold> AcquireWriteAsync(CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<WriterHold>(cancellation);
        }

        return _handle.Core.Writers.TryAcquire(out var hold) ? new ValueTask<WriterHold>(hold) : _handle.Core.WriteLine.WaitAsync(cancellation);
    }

    /// <summary>Closes the handle. Waits through it end with <see cref="ObjectDisposedException"/>, its shares come back, and what it is writing passes on as abandoned.</summary>
    public void Dispose() => _handle.Dispose();
}
