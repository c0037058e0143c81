namespace Mapwire;

/// <summary>What has gone through a topic since it was made, over all publishers and subscribers.</summary>
/// <remarks>Each number is true on its own; they are read one after the other while others publish and read. Subscribers that only look (<see cref="TopicOptions.IsReadOnly"/>) are not counted.</remarks>
public readonly record struct TopicCounts
{
    /// <summary>Messages published.</summary>
    public required long Published { get; init; }

    /// <summary>Messages that subscribers have read, each counted for each that read it. A subscriber counts with each eighth of a lane, and when it has read all.</summary>
    public required long Read { get; init; }

    /// <summary>Messages that subscribers have lost, each counted for each that lost it.</summary>
    public required long Lost { get; init; }
}
