using System.Globalization;

namespace Mapwire;

/// <summary>What a pool of frames says of its slots; a look that changes nothing.</summary>
internal static class FrameLook
{
    /// <summary>The slots, each as of a moment.</summary>
    public static List<FrameSlotInfo> Slots(LaneMemory memory, FrameMemory frames) => [.. Enumerable.Range(0, frames.Count).Select(
        number => memory is QueueMemory queue ? QueueFrameLook.Slot(queue, frames, number) : Slot((TopicMemory)memory, frames, number))];

    /// <summary>Who has the slots, for people.</summary>
    public static string Tell(LaneMemory memory, FrameMemory frames, MapView view)
    {
        var rest = memory is QueueMemory ? "done, behind one that is not" : "free";
        var parts = Slots(memory, frames).SelectMany(slot => Needs(slot, view, rest)).CountBy(need => need)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value} {one.Key}"));
        return string.Join(", ", parts);
    }

    private static IEnumerable<string> Needs(FrameSlotInfo slot, MapView view, string rest) =>
        slot.Filler is { } filler ? [$"being filled by {Who(view, filler)}"]
        : slot.Holders.Count > 0 ? slot.Holders.Select(holder => $"held by {Who(view, holder)}")
        : slot.Awaited.Count > 0 ? slot.Awaited.Select(one => $"not read by {Who(view, one)}")
        : slot.IsWaiting ? ["not read yet"]
        : [slot.State == FrameSlotState.Free ? "free" : rest];

    private static string Who(MapView view, int slot)
    {
        var who = Participant.Read(view, slot);
        return string.Create(CultureInfo.InvariantCulture, $"{who.Name} (process {who.ProcessId})");
    }

    private static FrameSlotInfo Slot(TopicMemory memory, FrameMemory frames, int number)
    {
        var state = frames.State(number);
        List<int> holders = [];
        for (int participant = 0, used = memory.SlotsUsed; participant < used; participant++)
        {
            for (var index = 0; index < FrameHoldsLayout.Most; index++)
            {
                if (new FrameHold(Volatile.Read(ref frames.Hold(participant, index))).Slot == number && !holders.Contains(participant))
                {
                    holders.Add(participant);
                }
            }
        }

        return new FrameSlotInfo
        {
            Number = number,
            State = (FrameSlotState)state.Kind,
            Generation = state.Generation,
            Filler = state.Kind == FrameState.Filling && state.By >= 0 && state.By < memory.Slots ? state.By : null,
            Holders = holders,
            Awaited = state.Kind == FrameState.Published ? TopicFramePool.AwaitedFor(memory, frames.Where(number)) : [],
            IsWaiting = false,
        };
    }
}
