namespace Mapwire;

/// <summary>What must hold in a pool of frames at every moment.</summary>
/// <remarks>Not among it, since it can be seen for as long as somebody is stopped in the middle of a step: a hold of what is being filled again, and a published frame of a topic of which it is not known yet where its record is.</remarks>
internal sealed class FrameChecks(LaneSight lanes, FrameSight frames, Findings findings)
{
    private readonly LaneMemory _memory = lanes.Lanes;

    // Of a topic's frames there are holds, and a frame's record is there when it is said where.
    private readonly bool _isTopic = lanes is TopicSight;

    public void Run()
    {
        findings.Check(Numbers);
        findings.Check(Fillers);
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

    // Each number is given once, to one frame.
    private string? Numbers()
    {
        var published = frames.Published;
        Dictionary<long, int> found = [];
        for (var slot = 0; slot < frames.Memory.Count; slot++)
        {
            var serial = frames.Serial(slot);
            if (serial > 0 && !found.TryAdd(serial, slot))
            {
                return $"Frame {slot} is number {serial}, and so is frame {found[serial]}.";
            }
        }

        return published < 0 ? $"The number of frames that were published is {published}." : null;
    }

    // Who fills a frame fills no other.
    private string? Fillers()
    {
        Dictionary<int, (int Slot, FrameState State)> found = [];
        for (var slot = 0; slot < frames.Memory.Count; slot++)
        {
            var state = frames.State(slot);
            if (state.Kind == FrameState.Filling && !found.TryAdd(state.By, (slot, state)))
            {
                var (other, before) = found[state.By];
                if (frames.State(other) == before && frames.State(slot) == state)
                {
                    return $"Frames {other} and {slot} are both being filled by slot {state.By}, which fills one at a time.";
                }
            }
        }

        return null;
    }

    private string? Slot(int slot)
    {
        // Who leaves does so last: what was its own then is not any more when it has left.
        var state = frames.State(slot);
        var where = frames.Where(slot);
        var serial = frames.Serial(slot);
        return state.Kind is not (FrameState.Free or FrameState.Filling or FrameState.Published) || state.By >= _memory.Slots || (state.By < 0) != (state.Kind == FrameState.Free)
                || state.Generation < 0 || (state.Generation == 0 && state.Kind != FrameState.Free)
                ? $"Frame {slot} says 0x{state.Word:X16} of itself, which nobody says."
            : where.Word < 0 || (!where.IsKnown && where.Word != 0) || where.Lane >= _memory.Lanes ? $"Frame {slot} says 0x{where.Word:X16} of its record, which nobody says."
            : serial < 0 || serial > frames.Published ? $"Frame {slot} is number {serial}, of {frames.Published} that were published."
            : !_isTopic && serial != 0 ? $"Frame {slot} is number {serial}; frames of a queue have none."
            : state.Kind == FrameState.Free ? null
            : state.Kind == FrameState.Filling ? Owned(slot, state, where, "is being filled")
            : where.IsKnown ? Record(slot, state, where) ?? Numbered(slot, state, serial)
            : _isTopic ? Owned(slot, state, where, "does not say where its record is, and was published")
            : Stands(slot, state, where) ? $"Frame {slot} was published, and does not say where its record is."
            : null;
    }

    // Whose it is, it is until that has told of it or was recovered; and who fills frames has a lane.
    private string? Owned(int slot, FrameState state, FrameWhere where, string what)
    {
        var whose = !RegionSight.IsLive(lanes.Region.State(state.By)) ? "is nobody's" : HasLane(state.By) ? null : "has no lane";
        return whose is not null && Stands(slot, state, where) ? $"Frame {slot} {what} by slot {state.By}, which {whose}." : null;
    }

    private bool Stands(int slot, FrameState state, FrameWhere where) => frames.State(slot) == state && frames.Where(slot) == where;

    private bool HasLane(int participant)
    {
        for (var lane = 0; lane < _memory.Lanes; lane++)
        {
            if (Volatile.Read(in lanes.Lane(lane).Owner) == participant + 1)
            {
                return true;
            }
        }

        return false;
    }

    // A topic's frame has its number before it is said where its record is.
    private string? Numbered(int slot, FrameState state, long serial) =>
        _isTopic && serial == 0 && frames.State(slot) == state ? $"Frame {slot} is published, and has no number." : null;

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

            // What is held was published, before.
            var state = frames.State(hold.Slot);
            if (hold.Generation > state.Generation)
            {
                return $"Slot {participant} holds frame {hold.Slot} of generation {hold.Generation}, which has come to {state.Generation} only.";
            }

            if (hold.Generation == state.Generation && state.Kind != FrameState.Published)
            {
                return $"Slot {participant} holds frame {hold.Slot} of generation {hold.Generation}, which was not published.";
            }
        }

        return null;
    }
}
