namespace Mapwire;

/// <summary>What a lock of a region says.</summary>
public sealed record LockInfo
{
    /// <summary>Its name in the region. Empty for the only lock of a region, and for the mutex under which a <see cref="SharedRegion"/> makes its locks.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required LockKind Kind { get; init; }

    /// <summary>What it is doing, in words for people.</summary>
    public required string State { get; init; }

    /// <summary>The slots of those who hold it: its owner, its readers, those with a permit, or who does what is done once.</summary>
    public required IReadOnlyList<int> Holders { get; init; }

    /// <summary>The slots of those seen to wait for it; who spins does not say that it waits.</summary>
    public required IReadOnlyList<int> Waiters { get; init; }

    /// <summary>Whether an owner died, or left, while it had it, and nobody has said since that the data are whole; of what is done once: whether one began and did not finish.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>How many permits a semaphore has; else null.</summary>
    public int? Permits { get; init; }

    /// <summary>How many permits of a semaphore nobody holds; else null.</summary>
    public int? Available { get; init; }

    /// <summary>Whether an event is set; else null.</summary>
    public bool? IsSet { get; init; }

    /// <summary>Whether what is done once is done; else null.</summary>
    public bool? IsDone { get; init; }

    /// <summary>The phase of a barrier; else null.</summary>
    public long? Phase { get; init; }

    /// <summary>How many members a barrier has; else null.</summary>
    public int? Members { get; init; }

    /// <summary>How many members of a barrier have arrived in its phase; else null.</summary>
    public int? Arrived { get; init; }
}
