using System.Globalization;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Frames;

/// <summary>The room for frames of a queue or a topic in words.</summary>
internal static class FrameText
{
    private static readonly FrameSlotUse[] _uses = Enum.GetValues<FrameSlotUse>();

    public static string Of(FrameSlotUse use) => use switch
    {
        FrameSlotUse.Free => "free",
        FrameSlotUse.Filling => "being filled",
        FrameSlotUse.Waiting => "waiting",
        FrameSlotUse.Held => "held",
        FrameSlotUse.Done => "done",
        _ => "unknown",
    };

    /// <summary>What it says of itself as a whole.</summary>
    public static void AddTo(Grid grid, FramePoolInfo? frames)
    {
        if (frames is null)
        {
            return;
        }

        grid.Add("room for frames", $"{Units.Frames(frames.Slots.Count)}; a frame has {Units.Bytes(frames.FrameBytes)} at most");
        grid.Add("frames", string.Join(", ", _uses.Select(use => (Use: use, Count: frames.CountOf(use))).Where(one => one.Count > 0).Select(one => $"{one.Count} {Of(one.Use)}")));
        grid.Add("frames so far", Number(frames.Published));
    }

    /// <summary>Who has what of it; frames that nothing was ever put into are not shown.</summary>
    public static void Show(FramePoolInfo? frames)
    {
        if (frames is null)
        {
            return;
        }

        var grid = new Grid("FRAME", "STATE", "GENERATION", "BEING FILLED BY SLOT", "HELD BY SLOTS", "NOT READ BY SLOTS");
        foreach (var one in frames.Slots.Where(slot => slot.Generation != 0 || slot.Use != FrameSlotUse.Free))
        {
            grid.Add(Number(one.Number), Of(one.Use), Number(one.Generation), one.Filler is { } filler ? Number(filler) : "-", Slots(one.Holders), Slots(one.Awaited));
        }

        grid.ShowBelow();
    }

    private static string Slots(IReadOnlyList<int> slots) => slots.Count == 0 ? "-" : string.Join(' ', slots);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
