namespace Mapwire;

/// <summary>What one reader of a queue has claimed, one message that it has leased, or what somebody left for others.</summary>
public sealed record QueueHandInfo
{
    /// <summary>The hand's number, counted from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The slot of who has it; null for what was given back or left, and waits for another.</summary>
    public required int? Reader { get; init; }

    /// <summary>The lane whose messages they are; null where it has none.</summary>
    public required int? Lane { get; init; }

    /// <summary>Whether it is a lease.</summary>
    public required bool IsLease { get; init; }

    /// <summary>How many messages are in it that were not read, or of a lease, not done.</summary>
    public required long Left { get; init; }
}
