namespace Mapwire;

/// <summary>One slot of a pool of frames, and who needs it.</summary>
public sealed record FrameSlotInfo
{
    /// <summary>Its number, counted from 0.</summary>
    public required int Number { get; init; }

    /// <summary>What it is. A value that has no name was written over it.</summary>
    public required FrameSlotState State { get; init; }

    /// <summary>How often it was taken to be filled.</summary>
    public required long Generation { get; init; }

    /// <summary>The participant's slot of the publisher or writer that fills it, or has filled it and not told of it yet; null where there is none.</summary>
    public required int? Filler { get; init; }

    /// <summary>The slots of the subscribers that hold it; of a queue, that of the reader that has it.</summary>
    public required IReadOnlyList<int> Holders { get; init; }

    /// <summary>Of a topic: the slots of the subscribers for whom publishers wait and that have not read it yet.</summary>
    public required IReadOnlyList<int> Awaited { get; init; }

    /// <summary>Of a queue: whether it waits for a reader.</summary>
    public required bool IsWaiting { get; init; }

    /// <summary>All of this in a word.</summary>
    public FrameSlotUse Use =>
        State is not (FrameSlotState.Free or FrameSlotState.Filling or FrameSlotState.Published) ? FrameSlotUse.Unknown
        : State == FrameSlotState.Filling || Filler is not null ? FrameSlotUse.Filling
        : Holders.Count > 0 ? FrameSlotUse.Held
        : State == FrameSlotState.Free ? FrameSlotUse.Free
        : IsWaiting || Awaited.Count > 0 ? FrameSlotUse.Waiting
        : FrameSlotUse.Done;
}
