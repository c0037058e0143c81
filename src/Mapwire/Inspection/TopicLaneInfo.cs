namespace Mapwire;

/// <summary>What one publisher of a topic, and those who had its lane before, have published.</summary>
public sealed record TopicLaneInfo
{
    /// <summary>The lane's number, counted from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The slot of its publisher; null where nobody publishes.</summary>
    public required int? Publisher { get; init; }

    /// <summary>Messages published in it.</summary>
    public required long Published { get; init; }

    /// <summary>How many of them a subscriber that joins now can have as history, at least.</summary>
    public required long Kept { get; init; }

    /// <summary>The most bytes that its publisher could not use when it looked for room, since a subscriber for whom it waits had not read them.</summary>
    public required long HighWaterBytes { get; init; }
}
