namespace Mapwire;

/// <summary>What a queue's pool of frames says of its slots; a look that changes nothing.</summary>
internal static unsafe class QueueFrameLook
{
    /// <summary>A slot, as of a moment.</summary>
    public static FrameSlotInfo Slot(QueueMemory memory, FrameMemory frames, int number)
    {
        var state = frames.State(number);
        var where = frames.Where(number);
        var (reader, isWaiting) = state.Kind == FrameState.Published && where.IsKnown && where.Lane < memory.Lanes ? Need(memory, where) : (-1, false);
        return new FrameSlotInfo
        {
            Number = number,
            State = (FrameSlotState)state.Kind,
            Generation = state.Generation,
            Filler = state.Kind == FrameState.Filling && state.By >= 0 && state.By < memory.Slots ? state.By : null,
            Holders = reader >= 0 && reader < memory.Slots ? [reader] : [],
            Awaited = [],
            IsWaiting = isWaiting,
        };
    }

    // Head is read before the hands, as in LaneBound: what it does not tell of is nobody's yet.
    private static (int Reader, bool IsWaiting) Need(QueueMemory memory, FrameWhere where)
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
