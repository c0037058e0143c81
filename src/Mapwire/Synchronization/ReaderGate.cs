namespace Mapwire;

/// <summary>What readers of a reader-writer lock wait for.</summary>
internal sealed class ReaderGate(ReaderWriterCore core) : IGate<ReaderHold>
{
    private const int MostSpares = 16;
    private readonly ReaderPass?[] _spares = new ReaderPass?[MostSpares];

    public string Name => core.Name;

    public long Bell => core.MyReaderBell;

    public bool TryAcquire(out ReaderHold hold)
    {
        using var use = core.Use();
        if (core.TryEnter(out var word))
        {
            hold = Pass(word);
            return true;
        }

        hold = default;
        return false;
    }

    /// <summary>Goes in where the writer has died.</summary>
    public bool TryAcquireFromDead(out ReaderHold hold)
    {
        using var use = core.Use();
        while (core.TryRecoverOwner())
        {
            if (TryAcquire(out hold))
            {
                return true;
            }
        }

        hold = default;
        return false;
    }

    /// <summary>Goes out; false when that pass was used already.</summary>
    public bool TryRelease(ReaderPass pass, int use)
    {
        if (!core.TryUse(out var inUse))
        {
            return false;
        }

        using (inUse)
        {
            if (!pass.TryEnd(use))
            {
                return false;
            }

            core.Exit();
            for (var i = 0; i < MostSpares; i++)
            {
                if (Interlocked.CompareExchange(ref _spares[i], pass, null) is null)
                {
                    break;
                }
            }

            return true;
        }
    }

    public Ticket Begin() => default;

    public bool LooksOpen(in Ticket ticket) => core.IsOpenToReaders(out _);

    public bool TryQuick(ref Ticket ticket) => core.TryEnter(out ticket.Word);

    public bool TryPass(ref Ticket ticket, int rung)
    {
        if (rung == Mapwire.Bell.Given)
        {
            _ = core.IsOpenToReaders(out ticket.Word);
            return true;
        }

        while (!core.TryEnter(out ticket.Word))
        {
            if (core.TrySayReadersWait())
            {
                return false;
            }
        }

        return true;
    }

    public bool TryStarve() => false;

    public void PassOn(int rung)
    {
        // A share too many, given at the moment of leaving.
        if (rung == Mapwire.Bell.Given)
        {
            core.Exit();
        }
    }

    public bool TryGiveUp(ref Ticket ticket) => true;

    public ReaderHold ToHold(in Ticket ticket) => Pass(ticket.Word);

    private ReaderHold Pass(long word)
    {
        for (var i = 0; i < MostSpares; i++)
        {
            if (_spares[i] is not null && Interlocked.Exchange(ref _spares[i], null) is { } spare)
            {
                return new ReaderHold(this, spare, word);
            }
        }

        return new ReaderHold(this, new ReaderPass(), word);
    }
}
