namespace Mapwire;

/// <summary>One acquisition of a <see cref="SharedMutex"/>. Dispose it to release.</summary>
/// <remarks>It belongs to no thread: any code of this process may release it, once. A copy is the same acquisition.</remarks>
public readonly record struct MutexHold : IDisposable
{
    private readonly OwnedCore? _mutex;
    private readonly long _ticket;

    internal MutexHold(OwnedCore mutex, long ticket)
    {
        _mutex = mutex;
        _ticket = ticket;
    }

    /// <summary>Whether somebody died, or closed its handle, while it held the mutex, and nobody has said since that the data are whole.</summary>
    /// <remarks>What the mutex protects may be half-written. Put it right and call <see cref="MarkRepaired"/>; until then every next owner is told too. This tells of the
    /// moment of the acquisition, and does not change.</remarks>
    public bool IsAbandoned => (_ticket & OwnerWord.Abandoned) != 0;

    internal long Ticket => _ticket;

    /// <summary>Says that what the mutex protects is whole again, so that the next owner is not told of it any more.</summary>
    /// <exception cref="SynchronizationLockException">This acquisition does not hold the mutex any more.</exception>
    /// <exception cref="ObjectDisposedException">The mutex was disposed.</exception>
    public void MarkRepaired()
    {
        if (_mutex?.MarkRepaired(_ticket) != true)
        {
            throw Throw.NotHeld(_mutex?.Name ?? "A mutex");
        }
    }

    /// <summary>Releases the mutex.</summary>
    /// <exception cref="SynchronizationLockException">It was released already, or never acquired.</exception>
    /// <exception cref="ObjectDisposedException">The mutex was disposed, which released it as abandoned.</exception>
    public void Release()
    {
        if (_mutex?.TryRelease(_ticket) != true)
        {
            throw Throw.NotHeld(_mutex?.Name ?? "A mutex");
        }
    }

    /// <summary>Releases the mutex if this acquisition still holds it.</summary>
    public void Dispose() => _mutex?.ReleaseIfHeld(_ticket);
}
