namespace Mapwire.Tool.Output;

/// <summary>What the room for frames of a queue or a topic says, and how many of them are of each use.</summary>
internal sealed record FramePoolReport(
    int FrameBytes, int FrameCount, long Published, int Free, int BeingFilled, int Waiting, int Held, int Done, int Unknown, IReadOnlyList<FrameSlotReport> Slots)
{
    public static FramePoolReport? Of(FramePoolInfo? frames) => frames is null ? null : new(
        frames.FrameBytes,
        frames.Slots.Count,
        frames.Published,
        frames.CountOf(FrameSlotUse.Free),
        frames.CountOf(FrameSlotUse.Filling),
        frames.CountOf(FrameSlotUse.Waiting),
        frames.CountOf(FrameSlotUse.Held),
        frames.CountOf(FrameSlotUse.Done),
        frames.CountOf(FrameSlotUse.Unknown),
        [.. frames.Slots.Select(FrameSlotReport.Of)]);
}
