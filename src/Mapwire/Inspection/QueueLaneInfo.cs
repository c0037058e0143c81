namespace Mapwire;

/// <summary>What one writer of a queue, and those who had its lane before, have written.</summary>
public sealed record QueueLaneInfo
{
    /// <summary>The lane's number, counted from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The slot of its writer; null where nobody writes.</summary>
    public required int? Writer { get; init; }

    /// <summary>Messages published in it.</summary>
    public required long Written { get; init; }

    /// <summary>Messages dropped because it was full.</summary>
    public required long Dropped { get; init; }

    /// <summary>Messages in it that nobody has claimed.</summary>
    public required long Waiting { get; init; }

    /// <summary>Bytes that its writer cannot use, since what is there was not read, or not let go of.</summary>
    public required long BytesInUse { get; init; }

    /// <summary>The most bytes in use of the moments when its writer looked for room.</summary>
    public required long HighWaterBytes { get; init; }
}
