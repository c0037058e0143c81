namespace Mapwire;

/// <summary>Up to where a lane's writer may overwrite: everything before is claimed by nobody any more.</summary>
internal static unsafe class LaneBound
{
    private const int Looks = 16;

    /// <summary>The least of what is claimed up to, and of the beginnings of all that is claimed.</summary>
    /// <remarks>Head is read first: a claim that it tells of has its Start in its hand already, and one that it does not begins there or later.</remarks>
    /// <param name="memory">The queue.</param>
    /// <param name="lane">Which lane.</param>
    /// <param name="before">An earlier answer; it only grows.</param>
    /// <param name="tail">Where the writer is.</param>
    /// <param name="most">Up to where readers can have claimed; who looks beside the writer does not know.</param>
    public static long Of(QueueMemory memory, int lane, long before, long tail, long most)
    {
        // acquire: pairs with the exchange that claims
        var head = Volatile.Read(ref memory.Lane(lane)->Head);
        var claimed = Checked(memory, "claimed words of lane", lane, LaneHead.PositionNear(head, tail), before, most);
        return Least(memory, lane, head, before, claimed);
    }

    /// <summary>The same if all were claimed.</summary>
    public static long OfHands(QueueMemory memory, int lane, long before, long tail) =>
        Least(memory, lane, Volatile.Read(ref memory.Lane(lane)->Head), before, tail);

    /// <summary>Whether an intent has become a claim that only Head tells of.</summary>
    public static bool IsClaimed(QueueMemory memory, int number)
    {
        var hand = memory.Hand(number);
        var lane = Volatile.Read(ref hand->Lane);
        return (uint)lane < (uint)memory.Lanes && Volatile.Read(ref memory.Lane(lane)->Head) == LaneHead.Of(Volatile.Read(ref hand->End), number);
    }

    private static long Least(QueueMemory memory, int lane, long head, long before, long bound)
    {
        for (int hand = 0, used = memory.HandsUsed; hand < used; hand++)
        {
            if (TryStart(memory.Hand(hand), lane, hand, head, before, out var start))
            {
                bound = Math.Min(bound, Checked(memory, "start of hand", hand, start, before, long.MaxValue));
            }
        }

        return bound;
    }

    private static long Checked(QueueMemory memory, string field, int number, long found, long least, long most)
    {
        if (found < least || found > most)
        {
            throw memory.Damage($"{field} {number}", found, $"{least} to {most}");
        }

        return found;
    }

    // Read until State is the same before and after. One that does not stand still is taken to have what it may have had before.
    private static bool TryStart(HandLayout* hand, int lane, int number, long head, long before, out long start)
    {
        for (var look = 0; look < Looks; look++)
        {
            // acquire: pairs with the release that says Intent
            var state = new HandState(Volatile.Read(ref hand->State));
            start = Volatile.Read(ref hand->Start);
            if (state.Kind is HandState.Free or HandState.Idle)
            {
                return false;
            }

            var itsLane = Volatile.Read(ref hand->Lane);
            var end = Volatile.Read(ref hand->End);
            if (Volatile.Read(ref hand->State) == state.Word)
            {
                return itsLane == lane && (state.Kind != HandState.Intent || head == LaneHead.Of(end, number));
            }
        }

        start = before;
        return true;
    }
}
