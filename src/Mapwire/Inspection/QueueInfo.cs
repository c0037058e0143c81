namespace Mapwire;

/// <summary>What a queue says: what it is for, what waits in it, and who has what of it.</summary>
public sealed record QueueInfo
{
    /// <summary>The name of the messages' type, as the program says that made the queue; "bytes" for messages of any length.</summary>
    public required string MessageType { get; init; }

    /// <summary>How many bytes each message has; 0 for any number.</summary>
    public required int MessageSize { get; init; }

    /// <summary>How many bytes each writer has for its messages.</summary>
    public required long Capacity { get; init; }

    /// <summary>How many bytes a message may have.</summary>
    public required int MaxMessageSize { get; init; }

    /// <summary>How many writers it may have at once.</summary>
    public required int MaxWriters { get; init; }

    /// <summary>What a write does when there is no room.</summary>
    public required QueueFullMode FullMode { get; init; }

    /// <summary>Whether it has one reader at a time only.</summary>
    public required bool SingleReader { get; init; }

    /// <summary>Whether it has one writer at a time only.</summary>
    public required bool SingleWriter { get; init; }

    /// <summary>Whether nothing can be written to it any more.</summary>
    public required bool IsCompleted { get; init; }

    /// <summary>What it was completed with; empty for nothing, or not yet.</summary>
    public required string Error { get; init; }

    /// <summary>What has gone through it.</summary>
    public required QueueCounts Counts { get; init; }

    /// <summary>How many messages wait for a reader: those that nobody has claimed, and those that were given back or left.</summary>
    public required long Waiting { get; init; }

    /// <summary>How many messages readers have claimed and not read, or leased and not done.</summary>
    public required long Claimed { get; init; }

    /// <summary>Its room for frames; null for a queue without.</summary>
    public required FramePoolInfo? Frames { get; init; }

    /// <summary>The lanes that have ever been used, each of one writer at a time.</summary>
    public required IReadOnlyList<QueueLaneInfo> Lanes { get; init; }

    /// <summary>What readers have, and what they left.</summary>
    public required IReadOnlyList<QueueHandInfo> Hands { get; init; }
}
