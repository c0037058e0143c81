namespace Mapwire;

/// <summary>What must hold between a queue's records and its pool at every moment: the frame of a record that is still to be done is there.</summary>
internal sealed class QueueFrameChecks(QueueSight queue, FrameSight frames, Findings findings)
{
    private readonly QueueMemory _memory = queue.Memory;

    public void Run()
    {
        for (int hand = 0, used = _memory.HandsUsed; hand < used && !findings.IsFull; hand++)
        {
            var one = hand;
            findings.Check(() => Claimed(one));
        }

        for (int lane = 0, used = _memory.LanesUsed; lane < used && !findings.IsFull; lane++)
        {
            var one = lane;
            findings.Check(() => Unclaimed(one));
        }
    }

    // Of what a hand has nobody else lets go, and it is written over by nobody.
    private string? Claimed(int hand) =>
        queue.TryRead(hand) is { } sight && sight.State.Kind is HandState.Held or HandState.Orphan && sight.IsPossible(_memory.Lanes, _memory.LaneWords)
            ? Records(sight.Lane, sight.Start, sight.End, () => queue.Stands(sight))
            : null;

    private string? Unclaimed(int lane)
    {
        var head = queue.Head(lane);
        var (mark, behind, _) = queue.Written(lane, 1);
        var from = LaneHead.PositionNear(head, mark.Tail);
        return Records(lane, from, Math.Min(behind.End, from + _memory.LaneWords), () => queue.Head(lane) == head);
    }

    private string? Records(int lane, long from, long to, Func<bool> stands) => FrameRecords.Check(
        queue, lane, from, to, (position, end, record) => Record(lane, position, end, record)) is { } found && stands() ? found : null;

    private string? Record(int lane, long position, long end, in FrameRecordLayout record)
    {
        if (FrameRecords.Shape(frames, lane, position, record) is { } wrong)
        {
            return wrong;
        }

        var state = frames.State(record.Slot);
        var where = frames.Where(record.Slot);
        return state.Kind != FrameState.Published || state.Generation != record.Generation
                ? $"The record at {position} of lane {lane} tells of generation {record.Generation} of frame {record.Slot}, which is of kind {state.Kind} and generation {state.Generation}."
            : where != FrameWhere.Of(lane, end) && frames.State(record.Slot) == state
                ? $"The record at {position} of lane {lane} ends at {end}, and its frame {record.Slot} says 0x{where.Word:X16}."
            : null;
    }
}
