namespace Mapwire;

/// <summary>One acquisition of a <see cref="SharedReaderWriterLock"/> to write. Dispose it to release.</summary>
/// <remarks>It belongs to no thread: any code of this process may release it, once. A copy is the same acquisition.</remarks>
public readonly record struct WriterHold : IDisposable
{
    private readonly OwnedCore? _lock;
    private readonly long _ticket;

    internal WriterHold(OwnedCore owned, long ticket)
    {
        _lock = owned;
        _ticket = ticket;
    }

    /// <summary>Whether somebody died, or closed its handle, while it wrote, and nobody has said since that the data are whole.</summary>
    /// <remarks>What the lock protects may be half-written. Put it right and call <see cref="MarkRepaired"/>; until then every next owner is told too. This tells of the
    /// moment of the acquisition, and does not change.</remarks>
    public bool IsAbandoned => (_ticket & OwnerWord.Abandoned) != 0;

    /// <summary>Says that what the lock protects is whole again, so that the next owner is not told of it any more.</summary>
    /// <exception cref="SynchronizationLockException">This acquisition does not hold the lock any more.</exception>
    /// <exception cref="ObjectDisposedException">The lock was disposed.</exception>
    public void MarkRepaired()
    {
        if (_lock?.MarkRepaired(_ticket) != true)
        {
            throw Throw.NotHeld(_lock?.Name ?? "A reader-writer lock");
        }
    }

    /// <summary>Releases the lock.</summary>
    /// <exception cref="SynchronizationLockException">It was released already, or never acquired.</exception>
    /// <exception cref="ObjectDisposedException">The lock was disposed, which released it as abandoned.</exception>
    public void Release()
    {
        if (_lock?.TryRelease(_ticket) != true)
        {
            throw Throw.NotHeld(_lock?.Name ?? "A reader-writer lock");
        }
    }

    /// <summary>Releases the lock if this acquisition still holds it.</summary>
    public void Dispose() => _lock?.ReleaseIfHeld(_ticket);
}
