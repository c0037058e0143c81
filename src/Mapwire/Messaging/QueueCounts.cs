namespace Mapwire;

/// <summary>What has gone through a queue since it was made, over all writers and readers.</summary>
/// <remarks>Each number is true on its own; they are read one after the other while others write and read. After a kill each may be wrong by what was just being
/// counted.</remarks>
public readonly record struct QueueCounts
{
    /// <summary>Messages published.</summary>
    public required long Written { get; init; }

    /// <summary>Messages that readers have done with. A reader counts those that it claimed together when it has read all of them.</summary>
    public required long Read { get; init; }

    /// <summary>Messages dropped because a lane was full.</summary>
    public required long Dropped { get; init; }

    /// <summary>Of those read: how many had been claimed before, by a reader that died, left or gave them back.</summary>
    public required long Redelivered { get; init; }

    /// <summary>Bytes of the fullest lane, at its fullest of the moments when its writer looked for room.</summary>
    public required long HighWaterBytes { get; init; }
}
