namespace Mapwire;

/// <summary>What a queue's pool of frames says of its slots; a look that changes nothing.</summary>
internal sealed unsafe class QueueFrameLook(QueueMemory memory, FrameMemory frames)
{
    // However much is written over it, a lane is gone over so often and no more.
    private const int MostWalks = 4;
    private readonly (long End, int Walks)[] _lanes = new (long, int)[memory.Lanes];

    /// <summary>A slot, as of a moment.</summary>
    public FrameSlotInfo Slot(int number)
    {
        var (state, where) = FrameLook.Read(frames, number);
        var (reader, isWaiting) = state.Kind == FrameState.Published && where.IsKnown && where.Lane < memory.Lanes ? Need(where) : (-1, false);
        var isToCome = isWaiting && IsToCome(where);
        return new FrameSlotInfo
        {
            Number = number,
            State = (FrameSlotState)state.Kind,
            Generation = state.Generation,
            Filler = state.Kind == FrameState.Filling || isToCome ? FrameLook.FillerOf(memory, state) : null,
            Holders = reader >= 0 && reader < memory.Slots ? [reader] : [],
            Awaited = [],
            IsWaiting = isWaiting && !isToCome,
        };
    }

    // Its writer has said where the record is going to end, and the lane, looked at after that, does not go so far.
    private bool IsToCome(FrameWhere where)
    {
        ref var lane = ref _lanes[where.Lane];
        if (where.Position <= lane.End || lane.Walks == MostWalks)
        {
            return false;
        }

        lane = (LaneMarks.End(memory, where.Lane).Tail, lane.Walks + 1);
        return where.Position > lane.End;
    }

    // Head is read before the hands, as in LaneBound: what it does not tell of is nobody's yet.
    private (int Reader, bool IsWaiting) Need(FrameWhere where)
    {
        var head = Volatile.Read(ref memory.Lane(where.Lane)->Head);
        if (LaneHead.PositionNear(head, where.Position) < where.Position)
        {
            return (-1, true);
        }

        for (int hand = 0, used = memory.HandsUsed; hand < used; hand++)
        {
            var shared = memory.Hand(hand);
            var state = new HandState(Volatile.Read(ref shared->State));
            var (start, lane, end) = (Volatile.Read(ref shared->Start), Volatile.Read(ref shared->Lane), Volatile.Read(ref shared->End));
            var isClaimed = state.Kind is HandState.Held or HandState.Orphan || (state.Kind == HandState.Intent && head == LaneHead.Of(end, hand));
            if (isClaimed && lane == where.Lane && where.Position > start && where.Position <= end)
            {
                return state.Kind == HandState.Orphan ? (-1, true) : (state.Slot, false);
            }
        }

        return (-1, false);
    }
}
