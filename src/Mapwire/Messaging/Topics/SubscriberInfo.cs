namespace Mapwire;

/// <summary>How a subscriber does.</summary>
public sealed record SubscriberInfo
{
    /// <summary>The slot that it has in the region.</summary>
    public required int Slot { get; init; }

    /// <summary>The name by which people see it.</summary>
    public required string Name { get; init; }

    /// <summary>The number of its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>What becomes of it when it is slow.</summary>
    public required SubscriberPolicy Policy { get; init; }

    /// <summary>Whether it was too slow, and reads no more.</summary>
    public required bool IsDisconnected { get; init; }

    /// <summary>How many messages it has still to read, as far as it has said; it says with each eighth of a lane, and when it has read all.</summary>
    public required long LagMessages { get; init; }

    /// <summary>The same in bytes of the lanes.</summary>
    public required long LagBytes { get; init; }

    /// <summary>Messages that it has lost.</summary>
    public required long Lost { get; init; }

    /// <summary>Messages that it has read, as far as it has said.</summary>
    public required long Read { get; init; }
}
