namespace Mapwire;

/// <summary>What a lock is.</summary>
public enum LockKind
{
    /// <summary>None: no lock says so.</summary>
    None = 0,

    /// <summary>A <see cref="SharedMutex"/>.</summary>
    Mutex = 1,

    /// <summary>A <see cref="SharedSemaphore"/>.</summary>
    Semaphore = 2,

    /// <summary>A <see cref="SharedEvent"/> that stays set until it is reset.</summary>
    ManualResetEvent = 3,

    /// <summary>A <see cref="SharedEvent"/> that lets one waiter through for each set.</summary>
    AutoResetEvent = 4,

    /// <summary>A <see cref="SharedReaderWriterLock"/>.</summary>
    ReaderWriterLock = 5,

    /// <summary>A <see cref="SharedBarrier"/>.</summary>
    Barrier = 6,

    /// <summary>A <see cref="SharedOnce"/>.</summary>
    Once = 7,
}
