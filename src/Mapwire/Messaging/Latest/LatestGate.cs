namespace Mapwire;

/// <summary>What a reader waits for: a value that it has not read, or that the writer goes.</summary>
/// <remarks>A wait carries in its ticket the version that was read before it, the number of the last writer of whose going this reader was told, and in the end how it ended.</remarks>
internal sealed unsafe class LatestGate(LatestCore core) : IGate<LatestChange>
{
    private long _seen;
    private int _told;

    /// <summary>The version that was read last.</summary>
    public long Seen
    {
        get => Volatile.Read(ref _seen);
        set => Volatile.Write(ref _seen, value);
    }

    public long Bell => core.Memory.BellOf(core.Region.Slot);

    /// <summary>Whether there is another value than the one that was read last; a look without a write.</summary>
    public bool HasNewer => Volatile.Read(ref core.Memory.Head->Newest) != Seen;

    Ticket IGate<LatestChange>.Begin() => new() { Word = Seen, Index = Volatile.Read(ref _told) };

    bool IGate<LatestChange>.LooksOpen(in Ticket ticket)
    {
        var copy = ticket;
        return TryGo(ref copy);
    }

    bool IGate<LatestChange>.TryQuick(ref Ticket ticket) => TryGo(ref ticket);

    bool IGate<LatestChange>.TryPass(ref Ticket ticket, int rung)
    {
        if (TryGo(ref ticket))
        {
            return true;
        }

        // Full fence: before the second look; pairs with the exchange of Newest in LatestWriterEnd, and with that of Writer in LatestCore.Recover.
        Flag.Raise(ref core.Memory.Head->ReadersWait);
        return TryGo(ref ticket);
    }

    bool IGate<LatestChange>.TryStarve() => false;

    void IGate<LatestChange>.PassOn(int rung)
    {
        // Who rings, rings everybody: nobody waits for what another was rung for.
    }

    bool IGate<LatestChange>.TryGiveUp(ref Ticket ticket) => true;

    LatestChange IGate<LatestChange>.ToHold(in Ticket ticket)
    {
        var change = (LatestChange)ticket.Stage;
        if (change == LatestChange.WriterGone)
        {
            Volatile.Write(ref _told, ticket.Index);
        }

        return change;
    }

    // The writer is looked at first: a value that it left before it went is told before that.
    private bool TryGo(ref Ticket ticket)
    {
        var writer = core.Writer;
        if (Volatile.Read(ref core.Memory.Head->Newest) != ticket.Word)
        {
            ticket.Stage = (int)LatestChange.NewValue;
            return true;
        }

        if (!LatestWriterWord.IsGone(writer) || LatestWriterWord.CountOf(writer) == ticket.Index)
        {
            return false;
        }

        ticket.Stage = (int)LatestChange.WriterGone;
        ticket.Index = LatestWriterWord.CountOf(writer);
        return true;
    }
}
