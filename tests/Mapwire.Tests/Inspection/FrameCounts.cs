using System.Globalization;
using Xunit;

namespace Mapwire.Tests.Inspection;

/// <summary>What is told of a pool of frames, in lines.</summary>
internal static class FrameCounts
{
    /// <summary>How many slots are of which use.</summary>
    public static string Of(FramePoolInfo frames)
    {
        var uses = Enum.GetValues<FrameSlotUse>();
        Assert.Equal(frames.Slots.Count, uses.Sum(frames.CountOf));
        return string.Join(", ", uses.Where(use => frames.CountOf(use) > 0).Select(use => $"{Text(use)} {frames.CountOf(use).ToString(CultureInfo.InvariantCulture)}"));
    }

    /// <summary>Who has a slot.</summary>
    public static string Who(FrameSlotInfo slot) => string.Join(
        ", ",
        [.. slot.Filler is { } filler ? [$"filled by {filler}"] : Array.Empty<string>(), .. slot.Holders.Select(one => $"held by {one}"), .. slot.Awaited.Select(one => $"awaited by {one}")]);

    private static string Text(FrameSlotUse use) => use switch
    {
        FrameSlotUse.Free => "free",
        FrameSlotUse.Filling => "filling",
        FrameSlotUse.Waiting => "waiting",
        FrameSlotUse.Held => "held",
        FrameSlotUse.Done => "done",
        _ => "unknown",
    };
}
