namespace Mapwire;

/// <summary>The protocol of a barrier.</summary>
/// <remarks>
/// The word: bit 0 a member died in this phase, bit 1 one died in the phase before, bits 2 to 31 how often somebody arrived, withdrew, joined or left in this
/// phase, bits 32 to 63 the phase. Each slot: whether it is a member, and for which phase it arrived last.
/// <code>
///   arrive    1 my arrival = the phase   2 changes + 1   3 complete
///   complete  1 read the word   2 look whether every member has arrived (in phase 0: and there are enough)   3 from exactly that word: phase + 1   4 ring all
///   withdraw  1 my arrival = none   2 changes + 1 in the same phase; if the phase has moved, I have passed
///   recover d 1 if it died: bit 0   2 d is no member   3 changes + 1   4 complete   5 ring all
/// </code>
/// Every change of the word is a full fence, which pairs with the exchange by which a waiter's bell says that it waits.
/// Whoever changes an arrival adds a change after it, so step 3 of complete fails for who looked before: a phase moves only on what held in one instant.
/// </remarks>
internal sealed class BarrierCore : LockCore, IGate<BarrierPhase>
{
    private const long LostNow = 1;
    private const long LostBefore = 2;
    private const long OneChange = 4;
    private const long OnePhase = 1L << 32;
    private const long PhaseMask = 0xFFFFFFFF;
    private const long Member = 1;
    private int _isWaiting;

    public BarrierCore(Region region, LockEntry entry)
        : base(region, entry) => Line = NewLine<BarrierPhase>(this);

    public WaitLine<BarrierPhase> Line { get; }

    public long Phase
    {
        get
        {
            using var use = Use();
            return PhaseOf(Volatile.Read(ref Word));
        }
    }

    public int Members
    {
        get
        {
            using var use = Use();
            var members = 0;
            for (int slot = 0, used = Region.Slots.Used; slot < used; slot++)
            {
                members += Volatile.Read(ref ArrivalOf(slot)) != 0 ? 1 : 0;
            }

            return members;
        }
    }

    long IGate<BarrierPhase>.Bell => BellOf(Region.Slot);

    /// <summary>Makes this participant a member.</summary>
    public void Enter()
    {
        using var use = Use();
        _ = Interlocked.Exchange(ref ArrivalOf(Region.Slot), Member);
        AddChange(0);
    }

    /// <summary>Marks that this participant is at the barrier, which it can be once at a time.</summary>
    public void BeginWait()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) != 0)
        {
            throw new InvalidOperationException(
                $"{Name} is waited at through this handle already. A handle is one member of the barrier; open it once for each.");
        }
    }

    public void EndWait() => Volatile.Write(ref _isWaiting, 0);

    /// <summary>Steps 1 and 2 of arriving; returns the phase.</summary>
    public long Arrive()
    {
        var phase = PhaseOf(Volatile.Read(ref Word));
        _ = Interlocked.Exchange(ref ArrivalOf(Region.Slot), Arrived(phase));

        // The phase does not move without a member: if it has moved here, it was with this arrival.
        _ = TryAddChange(phase, 0);
        return phase;
    }

    /// <summary>Moves the phase on if everybody has arrived; says whether it did.</summary>
    public bool TryMoveOn()
    {
        while (true)
        {
            var word = Volatile.Read(ref Word);
            if (!HaveAllArrived(PhaseOf(word)))
            {
                return false;
            }

            var next = ((word & ~0xFFFFFFFFL) + OnePhase) | ((word & LostNow) != 0 ? LostBefore : 0);
            if (Interlocked.CompareExchange(ref Word, next, word) == word)
            {
                return true;
            }
        }
    }

    public void Tell() => RingAll();

    public override void Recover(int slot, bool died)
    {
        Silence(slot);
        ref var arrival = ref ArrivalOf(slot);
        if (Volatile.Read(ref arrival) != 0)
        {
            AddChange(died ? LostNow : 0);
            _ = Interlocked.Exchange(ref arrival, 0);
        }

        AddChange(0);
        _ = TryMoveOn();
        RingAll();
    }

    Ticket IGate<BarrierPhase>.Begin()
    {
        var phase = Arrive();
        if (TryMoveOn())
        {
            Tell();
        }

        return new Ticket { Word = phase };
    }

    bool IGate<BarrierPhase>.LooksOpen(in Ticket ticket) => PhaseOf(Volatile.Read(ref Word)) != ticket.Word;

    bool IGate<BarrierPhase>.TryQuick(ref Ticket ticket) => TryPass(ticket);

    bool IGate<BarrierPhase>.TryPass(ref Ticket ticket, int rung) => TryPass(ticket);

    bool IGate<BarrierPhase>.TryStarve() => false;

    void IGate<BarrierPhase>.PassOn(int rung)
    {
        // Everybody is rung, so nobody waits for what another was rung for.
    }

    bool IGate<BarrierPhase>.TryGiveUp(ref Ticket ticket)
    {
        _ = Interlocked.Exchange(ref ArrivalOf(Region.Slot), Member);
        return TryAddChange(ticket.Word, 0);
    }

    BarrierPhase IGate<BarrierPhase>.ToHold(in Ticket ticket) => new(ticket.Word, (Volatile.Read(ref Word) & LostBefore) != 0);

    public static long PhaseOf(long word) => (long)((ulong)word >> 32);

    private static long Arrived(long phase) => ((phase + 1) * 2) | Member;

    private bool TryPass(in Ticket ticket)
    {
        if (PhaseOf(Volatile.Read(ref Word)) == ticket.Word && TryMoveOn())
        {
            Tell();
        }

        var word = Volatile.Read(ref Word);
        if (PhaseOf(word) == ticket.Word)
        {
            return false;
        }

        if (PhaseOf(word) == ((ticket.Word + 1) & PhaseMask))
        {
            return true;
        }

        RingAll();
        throw Damage(word, $"phase {ticket.Word} or the next");
    }

    private bool HaveAllArrived(long phase)
    {
        var members = 0;
        for (int slot = 0, used = Region.Slots.Used; slot < used; slot++)
        {
            var arrival = Volatile.Read(ref ArrivalOf(slot));
            if (arrival != 0)
            {
                members++;
                if (arrival != Arrived(phase))
                {
                    return false;
                }
            }
        }

        return members > 0 && (phase > 0 || members >= Entry.Count);
    }

    private ref long ArrivalOf(int slot) => ref Region.Long(CellOf(slot) + CellLayout.ArrivalOffset);

    private void AddChange(long flags)
    {
        while (!TryAddChange(PhaseOf(Volatile.Read(ref Word)), flags))
        {
        }
    }

    // False when the phase is another.
    private bool TryAddChange(long phase, long flags)
    {
        while (true)
        {
            var word = Volatile.Read(ref Word);
            if (PhaseOf(word) != phase)
            {
                return false;
            }

            var changes = (word + OneChange) & 0xFFFFFFFCL;
            var changed = (word & ~0xFFFFFFFCL) | changes | flags;
            if (Interlocked.CompareExchange(ref Word, changed, word) == word)
            {
                return true;
            }
        }
    }
}
