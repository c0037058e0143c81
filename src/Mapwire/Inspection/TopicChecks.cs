namespace Mapwire;

/// <summary>What must hold in a topic at every moment.</summary>
/// <remarks>
/// As with a queue, what each check compares is true in one instant, or was read in the order in which it only grows. Not among it, since each can be seen for as long as somebody is stopped in the middle of
/// a step: where the cursors of one that is joining are, a kept mark that is being changed, and records behind the mark.
/// </remarks>
internal sealed class TopicChecks(TopicSight topic, Findings findings)
{
    private const long MostPosition = 1L << 50;
    private const int Looks = 4;
    private readonly TopicMemory _memory = topic.Memory;

    public void Run()
    {
        new SharedChecks(topic, findings).Run();
        for (var slot = 0; slot < _memory.Slots && !findings.IsFull; slot++)
        {
            var one = slot;
            findings.Check(() => Cell(one));
            for (var lane = 0; lane < _memory.LanesUsed && !findings.IsFull; lane++)
            {
                var other = lane;
                findings.Check(() => Cursor(one, other));
            }
        }

        for (var lane = 0; lane < _memory.Lanes && !findings.IsFull; lane++)
        {
            var one = lane;
            findings.Check(() => LaneChecks.Owner(topic, one));
            findings.Check(() => Numbers(one));
            findings.Check(() => Records(one));
            findings.Check(() => Kept(one));
        }

        if (topic.Frames is { } frames)
        {
            new FrameChecks(topic, frames, findings).Run();
            new TopicFrameChecks(topic, frames, findings).Run();
        }
    }

    private string? Cell(int slot)
    {
        ref readonly var cell = ref topic.Cell(slot);
        var owner = topic.Region.State(slot);
        var state = topic.State(slot);
        var (toRead, toWrite) = (Volatile.Read(in cell.ReadBell), Volatile.Read(in cell.WriteBell));
        var (readBefore, lostBefore) = (Volatile.Read(in cell.ReadBefore), Volatile.Read(in cell.LostBefore));
        var (read, lost) = (Volatile.Read(in cell.Read), Volatile.Read(in cell.Lost));
        var isNobodys = !RegionSight.IsLive(owner) && topic.Region.State(slot) == owner;
        return !SharedChecks.IsBell(toRead) ? $"The bell to read of slot {slot} says {toRead}, which no bell says."
            : !SharedChecks.IsBell(toWrite) ? $"The bell to write of slot {slot} says {toWrite}, which no bell says."
            : !state.IsKnown ? $"Slot {slot} says 0x{state.Word:X8} of itself as a subscriber, which no subscriber says."
            : isNobodys && (toRead != Bell.Idle || toWrite != Bell.Idle) ? $"Slot {slot} is nobody's, and has left its bells at {toRead} and {toWrite}."
            : isNobodys && state.Kind != SubscriberState.None ? $"Slot {slot} is nobody's, and still says that it subscribes (0x{state.Word:X8})."
            : readBefore < 0 || lostBefore < 0 || read < readBefore || lost < lostBefore
                ? $"Slot {slot} has read {read} messages and lost {lost}, and before its owner joined {readBefore} and {lostBefore}."
            : null;
    }

    private string? Cursor(int slot, int lane)
    {
        var state = topic.State(slot);
        if (state.Kind != SubscriberState.Live)
        {
            return null;
        }

        // Read in this order: what a subscriber has read was published before, and the sequence is stored first.
        var limit = topic.Limit(lane);
        ref readonly var cursor = ref topic.Cursor(slot, lane);
        var position = Volatile.Read(in cursor.Position);
        var sequence = Volatile.Read(in cursor.Sequence);
        var (mark, behind, isSure) = topic.Written(lane, Looks);
        return topic.State(slot) != state || !isSure ? null
            : position < 0 || position > behind.End || sequence < 0 || sequence > mark.Written + behind.Messages
                ? $"Slot {slot} has read {sequence} messages of lane {lane}, up to {position}; it has {mark.Written + behind.Messages}, up to {behind.End}."
            : state.IsBounding && position < limit - _memory.LaneWords && Volatile.Read(in cursor.Position) == position
                ? $"Slot {slot} is at {position} of lane {lane}, for which publishers wait, and they may write up to {limit}, a ring of {_memory.LaneWords} words further."
            : null;
    }

    private string? Numbers(int lane)
    {
        ref readonly var shared = ref topic.Lane(lane);
        var before = topic.Mark(lane);
        var limit = topic.Limit(lane);
        var (mark, behind, isSure) = topic.Written(lane, Looks);
        var (dropped, high) = (Volatile.Read(in shared.Dropped), Volatile.Read(in shared.HighWater));
        return mark.Tail is < 0 or > MostPosition ? $"The mark of lane {lane} is {mark.Tail}, which no publisher writes."
            : mark.Written < 0 || mark.Written > mark.Tail ? $"Lane {lane} says {mark.Written} messages in {mark.Tail} words."
            : dropped != 0 ? $"Lane {lane} says that {dropped} messages were dropped, which no publisher does."
            : high < 0 || high > _memory.LaneWords ? $"The high-water mark of lane {lane} is {high} words, expected 0 to {_memory.LaneWords}."
            : limit < before.Tail || (isSure && limit > behind.End + _memory.LaneWords)
                ? $"The publisher of lane {lane} may write up to {limit}; it has written up to {behind.End}, of a ring of {_memory.LaneWords} words."
            : lane >= _memory.LanesUsed && (mark != default || limit != 0) && lane >= _memory.LanesUsed
                ? $"Lane {lane} has been used, but lanes from {_memory.LanesUsed} on never have."
            : null;
    }

    // Nothing behind a mark is written over.
    private string? Records(int lane)
    {
        var (_, behind, isSure) = topic.Written(lane, Looks);
        return !isSure ? null
            : behind.Found == LaneWalk.Found.Damage ? $"The record at {behind.End} of lane {lane} is none that a publisher writes."
            : behind.Found != LaneWalk.Found.Nothing ? $"Lane {lane} has no end: its records fill the ring."
            : null;
    }

    private string? Kept(int lane)
    {
        var kept = topic.Kept(lane);
        for (var i = 0; i < kept.Count; i++)
        {
            var next = i + 1 < kept.Count ? kept[i + 1] : topic.Mark(lane);
            if (next.Tail < kept[i].Tail)
            {
                return topic.Mark(lane).Tail < kept[i].Tail ? $"Lane {lane} keeps a mark at {kept[i].Tail}, behind its newer mark, {next.Tail}." : null;
            }

            var walk = topic.Walk(lane, kept[i].Tail, next.Tail, 0);
            if (topic.IsWhole(lane, kept[i].Tail) && (walk.End != next.Tail || kept[i].Written + walk.Messages != next.Written))
            {
                return $"Lane {lane} has {walk.Messages} messages from {kept[i].Tail} to {walk.End}; its marks say {next.Written - kept[i].Written}, up to {next.Tail}.";
            }
        }

        return null;
    }
}
