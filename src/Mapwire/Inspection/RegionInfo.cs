namespace Mapwire;

/// <summary>What a region is, who takes part in it, and what its locks, its queue, its topic or its latest values say.</summary>
public sealed record RegionInfo
{
    /// <summary>The full name with its prefix.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required RegionKind Kind { get; init; }

    /// <summary>The version of its layout.</summary>
    public required int Version { get; init; }

    /// <summary>The length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>A number drawn at its creation, which tells it from every other region.</summary>
    public required ulong Id { get; init; }

    /// <summary>What its contents are, where that must be the same for all; else 0.</summary>
    public required ulong SchemaHash { get; init; }

    /// <summary>When it was created, by the clock of its machine, UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>The most participants it has room for.</summary>
    public required int MaxParticipants { get; init; }

    /// <summary>Whether it is one lock, which has the region's name; else it is a <see cref="SharedRegion"/>, whose locks have names of their own.</summary>
    public required bool IsOneLock { get; init; }

    /// <summary>Who takes part, by slot; among them those that died and have not been recovered yet.</summary>
    public required IReadOnlyList<Participant> Participants { get; init; }

    /// <summary>Its locks, in the order in which they were made.</summary>
    public required IReadOnlyList<LockInfo> Locks { get; init; }

    /// <summary>What it says as a queue; null where it is none.</summary>
    public QueueInfo? Queue { get; init; }

    /// <summary>What it says as a topic; null where it is none.</summary>
    public TopicInfo? Topic { get; init; }

    /// <summary>What it says of its latest values; null where it has none.</summary>
    public LatestInfo? Latest { get; init; }
}
