using System.Globalization;

namespace Mapwire;

/// <summary>What a pool of frames says of its slots; a look that changes nothing.</summary>
internal static class FrameLook
{
    private const int Looks = 4;

    /// <summary>The slots, each as of a moment.</summary>
    public static List<FrameSlotInfo> Slots(LaneMemory memory, FrameMemory frames)
    {
        var queue = memory is QueueMemory ofQueue ? new QueueFrameLook(ofQueue, frames) : null;
        return [.. Enumerable.Range(0, frames.Count).Select(number => queue?.Slot(number) ?? Slot((TopicMemory)memory, frames, number))];
    }

    /// <summary>What a slot says of itself and of its record; of one moment, unless it changes during each of four looks.</summary>
    public static (FrameState State, FrameWhere Where) Read(FrameMemory frames, int number)
    {
        var state = frames.State(number);
        for (var look = 0; ; look++)
        {
            var where = frames.Where(number);
            var before = state;
            state = frames.State(number);
            if (state == before || look == Looks)
            {
                return (state, where);
            }
        }
    }

    /// <summary>The participant's slot of who fills or filled a frame; null where it says none that there is.</summary>
    public static int? FillerOf(LaneMemory memory, FrameState state) => state.By >= 0 && state.By < memory.Slots ? state.By : null;

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
        var (state, where) = Read(frames, number);
        var isTold = state.Kind != FrameState.Published || where.IsKnown;
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
            Filler = state.Kind == FrameState.Filling || !isTold ? FillerOf(memory, state) : null,
            Holders = holders,
            Awaited = state.Kind == FrameState.Published ? TopicFramePool.AwaitedFor(memory, where) : [],
            IsWaiting = false,
        };
    }
}
