namespace Mapwire;

/// <summary>What a writer waits for: room in its lane, or that nothing may be written any more.</summary>
internal sealed class WriteGate(LaneCore core) : IGate<bool>
{
    private int _wanted;

    /// <summary>The lane; set once, before anybody waits.</summary>
    public LaneWriter? Lane { get; set; }

    /// <summary>Where a frame is wanted too; set once, before anybody waits. Null where there are none.</summary>
    public FramePool? Pool { get; set; }

    /// <summary>How many bytes the message has for which room is wanted.</summary>
    public int Wanted
    {
        get => Volatile.Read(ref _wanted);
        set => Volatile.Write(ref _wanted, value);
    }

    public long Bell => core.BellOf(QueueCellLayout.WriteBellOffset);

    public bool LooksOpen() => (Lane!.WouldFit(Wanted) && HasFrame()) || core.IsCompleted;

    /// <summary>Whether there is room for far more than one message: who writes on at once does not disturb the readers at each.</summary>
    public bool LooksRoomy() => (Lane!.WouldFit(Math.Max(Wanted, Lane.RoomyBytes)) && HasFrame()) || core.IsCompleted;

    Ticket IGate<bool>.Begin() => default;

    bool IGate<bool>.LooksOpen(in Ticket ticket) => LooksOpen();

    bool IGate<bool>.TryQuick(ref Ticket ticket) => LooksOpen();

    bool IGate<bool>.TryPass(ref Ticket ticket, int rung)
    {
        if (LooksOpen())
        {
            return true;
        }

        Pool?.AnnounceWait();
        core.Announce(ref Lane!.WriterWaits);
        return LooksOpen();
    }

    bool IGate<bool>.TryStarve() => false;

    void IGate<bool>.PassOn(int rung)
    {
        // A lane has one writer: nobody else waits for its room.
    }

    bool IGate<bool>.TryGiveUp(ref Ticket ticket) => true;

    bool IGate<bool>.ToHold(in Ticket ticket) => !core.IsCompleted;

    private bool HasFrame() => Pool is null || Pool.LooksFree();
}
