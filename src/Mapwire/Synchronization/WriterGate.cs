namespace Mapwire;

/// <summary>What writers of a reader-writer lock wait for, in two stages: the word, then that the readers are out.</summary>
internal sealed class WriterGate(ReaderWriterCore core) : IGate<WriterHold>
{
    private const int HasWord = 1;

    public long Bell => core.MyBell;

    public bool TryAcquire(out WriterHold hold)
    {
        using var use = core.Use();
        Ticket ticket = default;
        if (TryQuick(ref ticket))
        {
            hold = new WriterHold(core, ticket.Word);
            return true;
        }

        _ = TryGiveUp(ref ticket);
        hold = default;
        return false;
    }

    /// <summary>Takes the lock from a writer, or from readers, who have died.</summary>
    public bool TryAcquireFromDead(out WriterHold hold)
    {
        using var use = core.Use();
        core.Region.Slots.RecoverDead();
        return TryAcquire(out hold);
    }

    public Ticket Begin() => default;

    public bool LooksOpen(in Ticket ticket) => ticket.Stage == HasWord || core.IsOpenToReaders(out _);

    public bool TryQuick(ref Ticket ticket)
    {
        if (ticket.Stage != HasWord)
        {
            if (!core.TryTakeFree(out ticket.Word))
            {
                return false;
            }

            ticket.Stage = HasWord;
        }

        return core.TryDrain(ref ticket.Word);
    }

    public bool TryPass(ref Ticket ticket, int rung)
    {
        if (ticket.Stage != HasWord)
        {
            if (!core.TryTakeOrSayWaiting(out ticket.Word))
            {
                return false;
            }

            ticket.Stage = HasWord;
        }

        return core.TryDrain(ref ticket.Word);
    }

    public bool TryStarve()
    {
        core.SayStarving();
        return true;
    }

    public void PassOn(int rung) => core.Settle();

    public bool TryGiveUp(ref Ticket ticket)
    {
        if (ticket.Stage == HasWord)
        {
            ticket.Stage = 0;
            _ = core.TryLetGo(ticket.Word);
        }

        return true;
    }

    public WriterHold ToHold(in Ticket ticket) => new(core, ticket.Word);
}
