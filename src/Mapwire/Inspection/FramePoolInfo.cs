namespace Mapwire;

/// <summary>What the room for frames of a topic or a queue says.</summary>
public sealed record FramePoolInfo
{
    /// <summary>How many bytes a frame has at most.</summary>
    public required int FrameBytes { get; init; }

    /// <summary>How many frames have been published.</summary>
    public required long Published { get; init; }

    /// <summary>Its slots, each with room for one frame.</summary>
    public required IReadOnlyList<FrameSlotInfo> Slots { get; init; }

    /// <summary>How many slots are of a use.</summary>
    /// <param name="use">Which.</param>
    /// <returns>The number; those of all uses together are all slots.</returns>
    public int CountOf(FrameSlotUse use) => Slots.Count(slot => slot.Use == use);
}
