namespace Mapwire;

/// <summary>The leases of one participant: each holds one message in a hand of its own until it is done.</summary>
internal sealed unsafe class LaneLeases(QueueMemory memory, HandTable table, LaneClaims claims, int slot)
{
    private readonly QueueCellLayout* _cell = memory.Cell(slot);
    private int _lane;

    /// <summary>Claims one message; -1 where there is none.</summary>
    /// <exception cref="InvalidOperationException">There are too many leases.</exception>
    public int TryLease(out nint message, out int length, out bool isRedelivered)
    {
        (message, length) = (0, 0);
        var hand = table.TryAdopt(HandState.Lease);
        isRedelivered = hand >= 0;
        if (!isRedelivered && (hand = TryClaim()) < 0)
        {
            return -1;
        }

        try
        {
            var (next, end, lane) = HandTable.Read(memory, hand);
            message = LaneWalk.Take(memory, lane, ref next, end, out length);
            Volatile.Write(ref memory.Hand(hand)->Next, next);
            return hand;
        }
        catch (InvalidRegionException)
        {
            // What somebody wrote over is told once: where the next record begins nobody knows, so nobody has it, and all that was claimed with it.
            table.Free(hand);
            throw;
        }
    }

    /// <summary>The version of a hand, by which a lease knows whether it still is the one.</summary>
    public long StateOf(int hand) => Volatile.Read(ref memory.Hand(hand)->State);

    /// <summary>The message is done with.</summary>
    /// <returns>The lane in which there is room now.</returns>
    public int Done(int hand, bool isRedelivered)
    {
        var shared = memory.Hand(hand);
        var lane = Math.Clamp(shared->Lane, 0, memory.Lanes - 1);
        Volatile.Write(ref _cell->Read, _cell->Read + 1);
        Volatile.Write(ref _cell->Redelivered, _cell->Redelivered + (isRedelivered ? 1 : 0));

        // It may be one of several that a reader of runs had left: the others are another's then.
        table.Abandon(hand, isDone: true);
        return lane;
    }

    /// <summary>The message is for another.</summary>
    public void GiveBack(int hand) => table.Abandon(hand, isDone: false);

    private int TryClaim()
    {
        for (int i = 1, used = memory.LanesUsed; i <= used; i++)
        {
            var lane = (_lane + i) % used;
            if (!claims.LooksReady(lane))
            {
                continue;
            }

            var hand = table.TryTake(forLease: true);
            if (hand < 0)
            {
                throw new InvalidOperationException(
                    memory.Hands == memory.Slots
                        ? $"{memory.Name} was created without leases. Create it with more MaxLeases."
                        : $"{memory.Name} has all of its {memory.Hands - memory.Slots} leases in use. Finish some first, or create it with more MaxLeases.");
            }

            var isClaimed = false;
            try
            {
                isClaimed = claims.TryClaim(lane, hand, 1, HandState.Lease);
            }
            finally
            {
                // Of a record that somebody wrote over as well.
                if (!isClaimed)
                {
                    table.Free(hand);
                }
            }

            if (isClaimed)
            {
                _lane = lane;
                return hand;
            }
        }

        return -1;
    }
}
