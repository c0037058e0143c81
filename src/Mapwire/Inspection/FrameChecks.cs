namespace Mapwire;

/// <summary>What must hold in a pool of frames at every moment.</summary>
/// <remarks>Not among it, since it can be seen for as long as somebody is stopped in the middle of a step: a hold of what is being filled, and a published frame of which it is not known where its record is.</remarks>
internal sealed class FrameChecks(LaneSight lanes, FrameSight frames, Findings findings)
{
    private readonly LaneMemory _memory = lanes.Lanes;

    // Of a topic's frames there are holds, and a frame's record is there when it is said where.
    private readonly bool _isTopic = lanes is TopicSight;

    public void Run()
    {
        for (var slot = 0; slot < frames.Memory.Count && !findings.IsFull; slot++)
        {
            var one = slot;
            findings.Check(() => Slot(one));
        }

        for (var participant = 0; _isTopic && participant < _memory.Slots && !findings.IsFull; participant++)
        {
            var one = participant;
            findings.Check(() => Holds(one));
        }
    }

    private string? Slot(int slot)
    {
        // Who leaves does so last: what was its own then is not any more when it has left.
        var state = frames.State(slot);
        var where = frames.Where(slot);
        var serial = frames.Serial(slot);
        var isNobodys = state.By >= 0 && state.By < _memory.Slots && !RegionSight.IsLive(lanes.Region.State(state.By));
        return state.Kind is not (FrameState.Free or FrameState.Filling or FrameState.Published) || state.Generation < 0 || state.By >= _memory.Slots
                || (state.By < 0) != (state.Kind == FrameState.Free)
                ? $"Frame {slot} says 0x{state.Word:X16} of itself, which nobody says."
            : where.Word < 0 || (!where.IsKnown && where.Word != 0) || where.Lane >= _memory.Lanes ? $"Frame {slot} says 0x{where.Word:X16} of its record, which nobody says."
            : serial < 0 || serial > frames.Published ? $"Frame {slot} is number {serial}, of {frames.Published} that were published."
            : isNobodys && state.Kind == FrameState.Filling && frames.State(slot) == state ? $"Frame {slot} is being filled by slot {state.By}, which is nobody's."
            : isNobodys && state.Kind == FrameState.Published && !where.IsKnown && frames.State(slot) == state && !frames.Where(slot).IsKnown
                ? $"Frame {slot} was published by slot {state.By}, which is nobody's, and does not say where."
            : where.IsKnown && state.Kind == FrameState.Published ? Record(slot, state, where)
            : null;
    }

    // Its record ends where something was published.
    private string? Record(int slot, FrameState state, FrameWhere where)
    {
        const int Looks = 4;
        var (_, behind, isSure) = lanes.Written(where.Lane, Looks);
        return isSure && where.Position > behind.End && !MayBeToCome(state, where, behind.End) && frames.State(slot) == state
            ? $"Frame {slot} says that its record ends at {where.Position} of lane {where.Lane}, which has been written up to {behind.End}."
            : null;
    }

    // Who writes to a queue says first where the record is going to end.
    private bool MayBeToCome(FrameState state, FrameWhere where, long end) =>
        !_isTopic && where.Position - end <= _memory.LaneWords && Volatile.Read(in lanes.Lane(where.Lane).Owner) == state.By + 1;

    private string? Holds(int participant)
    {
        var owner = lanes.Region.State(participant);
        for (var index = 0; index < FrameHoldsLayout.Most; index++)
        {
            var hold = frames.Hold(participant, index);
            if (hold.IsNone)
            {
                continue;
            }

            if (hold.Slot < 0 || hold.Slot >= frames.Memory.Count || hold.Generation < 0)
            {
                return $"Slot {participant} says 0x{hold.Word:X16} of a frame that it holds, which nobody says.";
            }

            if (!RegionSight.IsLive(owner) && lanes.Region.State(participant) == owner && frames.Hold(participant, index) == hold)
            {
                return $"Slot {participant} is nobody's, and still holds frame {hold.Slot}.";
            }

            var state = frames.State(hold.Slot);
            if (state.Generation < hold.Generation)
            {
                return $"Slot {participant} holds frame {hold.Slot} of generation {hold.Generation}, which has come to {state.Generation} only.";
            }
        }

        return null;
    }
}
