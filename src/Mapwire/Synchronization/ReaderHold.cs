namespace Mapwire;

/// <summary>One acquisition of a <see cref="SharedReaderWriterLock"/> to read. Dispose it to release.</summary>
/// <remarks>It belongs to no thread: any code of this process may release it, once. A copy is the same acquisition.</remarks>
public readonly record struct ReaderHold : IDisposable
{
    private readonly ReaderGate? _gate;
    private readonly ReaderPass? _pass;
    private readonly int _use;

    internal ReaderHold(ReaderGate gate, ReaderPass pass, long word)
    {
        _gate = gate;
        _pass = pass;
        _use = pass.Use;
        IsAbandoned = (word & OwnerWord.Abandoned) != 0;
    }

    /// <summary>Whether a writer died, or closed its handle, while it wrote, and no writer has said since that the data are whole.</summary>
    public bool IsAbandoned { get; }

    /// <summary>Releases the share.</summary>
    /// <exception cref="SynchronizationLockException">It was released already, or never acquired, or the lock was disposed.</exception>
    public void Release()
    {
        if (_gate?.TryRelease(_pass!, _use) != true)
        {
            throw Throw.NotHeld(_gate?.Name ?? "A reader-writer lock");
        }
    }

    /// <summary>Releases the share if this acquisition still holds it.</summary>
    public void Dispose() => _gate?.TryRelease(_pass!, _use);
}
