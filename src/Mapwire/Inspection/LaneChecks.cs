namespace Mapwire;

/// <summary>What must hold in a lane at every moment.</summary>
internal sealed class LaneChecks(QueueSight queue, Findings findings)
{
    private const long MostPosition = 1L << 50;
    private readonly QueueMemory _memory = queue.Memory;

    public void Run(int lane)
    {
        findings.Check(() => Owner(queue, lane));
        findings.Check(() => Numbers(lane));
        if (lane >= _memory.LanesUsed)
        {
            findings.Check(() => Unused(lane));
        }

        findings.Check(() => Records(lane));
    }

    public static string? Owner(LaneSight lanes, int lane)
    {
        var owner = Volatile.Read(in lanes.Lane(lane).Owner);
        return owner < 0 || owner > lanes.Lanes.Slots ? $"The writer of lane {lane} is {owner}, expected 0 to {lanes.Lanes.Slots}."
            : owner > 0 && !RegionSight.IsLive(lanes.Region.State(owner - 1)) && Volatile.Read(in lanes.Lane(lane).Owner) == owner
                ? $"The writer of lane {lane} is slot {owner - 1}, which is nobody's."
            : null;
    }

    private string? Numbers(int lane)
    {
        ref readonly var shared = ref queue.Lane(lane);
        var head = Volatile.Read(in shared.Head);
        var mark = queue.Mark(lane);
        var (tail, written) = (mark.Tail, mark.Written);
        var (dropped, high, hand) = (Volatile.Read(in shared.Dropped), Volatile.Read(in shared.HighWater), LaneHead.HandOf(head));
        var claimed = LaneHead.PositionNear(head, tail);

        // A claim and the hand's count: who claims has raised that before.
        return tail is < 0 or > MostPosition ? $"The mark of lane {lane} is {tail}, which no writer writes."
            : written < 0 || written > tail ? $"Lane {lane} says {written} messages in {tail} words."
            : dropped < 0 ? $"Lane {lane} says that {dropped} messages were dropped."
            : high < 0 || high > _memory.LaneWords ? $"The high-water mark of lane {lane} is {high} words, expected 0 to {_memory.LaneWords}."
            : claimed < 0 || claimed - tail > _memory.LaneWords ? $"Lane {lane} is claimed up to {claimed}, and written up to {tail}."
            : hand == LaneHead.NoHand ? claimed == 0 ? null : $"Lane {lane} is claimed up to {claimed}, by no hand."
            : hand >= _memory.HandsUsed ? $"Lane {lane} was claimed by hand {hand}, and hands from {_memory.HandsUsed} on have never been used."
            : null;
    }

    private string? Unused(int lane)
    {
        ref readonly var shared = ref queue.Lane(lane);
        var isUsed = queue.Mark(lane) != default || Volatile.Read(in shared.Dropped) != 0
            || queue.Head(lane) != LaneHead.Of(0, LaneHead.NoHand);
        return isUsed && lane >= _memory.LanesUsed ? $"Lane {lane} has been used, but lanes from {_memory.LanesUsed} on never have." : null;
    }

    // What nobody has claimed is not written over, so it is as it was read if the head has not moved meanwhile.
    private string? Records(int lane)
    {
        // Read before the head: what a writer looked for room with has only grown since.
        var before = queue.Mark(lane).Tail;
        var head = queue.Head(lane);
        var claimed = LaneHead.PositionNear(head, before);
        var tail = queue.Mark(lane).Tail;
        if (before - claimed >= _memory.LaneWords)
        {
            return $"Lane {lane} is written up to {before} and claimed up to {claimed}, more than its {_memory.LaneWords} words.";
        }

        var walk = queue.Walk(lane, claimed, long.MaxValue, tail);
        return queue.Head(lane) != head ? null
            : walk.Found == LaneWalk.Found.Damage ? $"The record at {walk.End} of lane {lane} is none that a writer writes."
            : walk.Found != LaneWalk.Found.Nothing || walk.End - claimed >= _memory.LaneWords ? $"Lane {lane} has no end: its records fill the ring from {claimed} on."
            : walk.End < tail ? $"Nothing is published at {walk.End} of lane {lane}, which is written up to {tail}."
            : tail > claimed && walk.Before < 0 ? $"No record of lane {lane} begins or ends at its mark, {tail}."
            : null;
    }
}
