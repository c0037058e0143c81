namespace Mapwire;

/// <summary>What a topic says of those who take part in it; a look that changes nothing.</summary>
internal static unsafe class TopicLook
{
    public static TopicCounts CountsOf(TopicMemory memory)
    {
        var (published, read, lost) = (0L, 0L, 0L);
        for (var lane = 0; lane < memory.Lanes; lane++)
        {
            published += LaneMarks.Count(memory, lane);
        }

        for (var slot = 0; slot < memory.Slots; slot++)
        {
            read += Volatile.Read(ref memory.Cell(slot)->Read);
            lost += Volatile.Read(ref memory.Cell(slot)->Lost);
        }

        return new TopicCounts { Published = published, Read = read, Lost = lost };
    }

    /// <summary>Those who subscribe, with what they lag behind in some lanes.</summary>
    /// <param name="memory">The topic.</param>
    /// <param name="view">All of the region.</param>
    /// <param name="first">The first lane.</param>
    /// <param name="end">The one behind the last.</param>
    /// <param name="withJoining">Those as well that are about to join, and may have chosen no place yet.</param>
    public static List<SubscriberInfo> Subscribers(TopicMemory memory, MapView view, int first, int end, bool withJoining)
    {
        List<SubscriberInfo> found = [];
        for (int slot = 0, used = memory.SlotsUsed; slot < used; slot++)
        {
            var state = memory.State(slot);
            if (state.Kind is not (SubscriberState.Live or SubscriberState.Disconnected) && !(withJoining && state.Kind == SubscriberState.Joining))
            {
                continue;
            }

            var (messages, bytes) = (0L, 0L);
            for (var lane = first; lane < end; lane++)
            {
                var (lag, words) = Lag(memory, slot, lane);
                messages += lag;
                bytes += words * LaneRecord.WordSize;
            }

            var cell = memory.Cell(slot);
            var who = Participant.Read(view, slot);
            var info = new SubscriberInfo
            {
                Slot = slot,
                Name = who.Name,
                ProcessId = who.ProcessId,
                Policy = state.Policy,
                IsDisconnected = state.Kind == SubscriberState.Disconnected,
                LagMessages = messages,
                LagBytes = bytes,
                Lost = Math.Max(0, Volatile.Read(ref cell->Lost) - Volatile.Read(ref cell->LostBefore)),
                Read = Math.Max(0, Volatile.Read(ref cell->Read) - Volatile.Read(ref cell->ReadBefore)),
            };

            // Another may have taken the slot meanwhile: it is told next time.
            if (memory.State(slot).As(0) == state.As(0))
            {
                found.Add(info);
            }
        }

        return found;
    }

    // How many messages and words a subscriber has still to read.
    private static (long Messages, long Words) Lag(TopicMemory memory, int slot, int lane)
    {
        var cursor = memory.Cursor(slot, lane);
        var (position, sequence) = (Volatile.Read(ref cursor->Position), Volatile.Read(ref cursor->Sequence));
        var end = LaneMarks.End(memory, lane);
        return (Math.Max(0, end.Written - sequence), Math.Max(0, end.Tail - position));
    }
}
