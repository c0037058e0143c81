namespace Mapwire;

/// <summary>What writers of a reader-writer lock wait for, in two stages: the word, then that the readers are out.</summary>
internal sealed class WriterGate(ReaderWriterCore core) : IGate<WriterHold>
{
    private const int HasWord = 1;

    public long Bell => core.MyBell;

    public bool TryAcquire(out WriterHold hold)
    {
        using var use = core.Region.Use();
        Ticket ticket = default;
        if (TryQuick(ref ticket))
        {
            // Closing the line comes before taking back what this participant holds: one of the two undoes an acquisition in between.
            if (core.WriteLine.Closed is { } reason)
            {
                _ = core.TryReleaseWord(ticket.Word);
                throw reason;
            }

            hold = new WriterHold(this, ticket.Word);
            return true;
        }

        _ = TryGiveUp(ref ticket);
        hold = default;
        return false;
    }

    /// <summary>Takes the lock from a writer, or from readers, who have died.</summary>
    public bool TryAcquireFromDead(out WriterHold hold)
    {
        using var use = core.Region.Use();
        core.Region.Slots.RecoverDead();
        return TryAcquire(out hold);
    }

    public bool TryRelease(long ticket)
    {
        using var use = core.Region.Use();
        return core.TryReleaseWord(ticket);
    }

    public void ReleaseIfHeld(long ticket)
    {
        if (core.Region.TryUse(out var use))
        {
            using (use)
            {
                _ = core.TryReleaseWord(ticket);
            }
        }
    }

    public bool MarkRepaired(long ticket)
    {
        using var use = core.Region.Use();
        return core.TryRepairWord(ticket);
    }

    public Ticket Begin() => default;

    public bool LooksOpen(in Ticket ticket) => ticket.Stage == HasWord || core.IsOpenToReaders(out _);

    public bool TryQuick(ref Ticket ticket)
    {
        if (ticket.Stage != HasWord)
        {
            if (!core.TryClaim(out ticket.Word))
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
            if (!core.TryClaimOrSayWaiting(out ticket.Word))
            {
                return false;
            }

            ticket.Stage = HasWord;
        }

        return core.TryDrain(ref ticket.Word);
    }

    public bool TryStarve()
    {
        core.Starve();
        return true;
    }

    public void PassOn(int rung) => core.SettleWord();

    public bool TryGiveUp(ref Ticket ticket)
    {
        if (ticket.Stage == HasWord)
        {
            ticket.Stage = 0;
            _ = core.TryReleaseWord(ticket.Word);
        }

        return true;
    }

    public WriterHold ToHold(in Ticket ticket) => new(this, ticket.Word);
}
