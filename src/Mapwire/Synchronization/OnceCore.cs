namespace Mapwire;

/// <summary>The protocol of what is done once.</summary>
/// <remarks>
/// The word: bits 0 to 15 who does it (slot + 1, or 0), bit 16 somebody began and did not finish, bit 17 somebody may wait, bit 18 done, from bit 32 how
/// often it was begun.
/// <code>
///   begin     doer 0 -> doer me                       wait      as in Bell; who fails has set bit 17
///   finish    1 doer me -> doer 0, done   2 ring all      give up   1 doer me -> doer 0, bit 16   2 ring the next
///   recover d 1 d's bell = Idle   2 doer d: as in giving up   3 settle: done: ring all; not begun: ring the next
/// </code>
/// Every change of the word is a full fence, which pairs with the exchange by which a waiter's bell says that it waits.
/// </remarks>
internal sealed class OnceCore : LockCore, IGate<OnceTurn>
{
    public const long DoerMask = 0xFFFF;
    public const long Unfinished = 1L << 16;
    public const long Waiters = 1L << 17;
    public const long Done = 1L << 18;
    private const long LowHalf = 0xFFFFFFFF;
    private const long One = 1L << 32;

    public OnceCore(Region region, LockEntry entry)
        : base(region, entry) => Line = NewLine<OnceTurn>(this);

    public WaitLine<OnceTurn> Line { get; }

    public bool IsDone
    {
        get
        {
            using var use = Use();
            return (Read() & Done) != 0;
        }
    }

    long IGate<OnceTurn>.Bell => BellOf(Region.Slot);

    public static bool IsUnfinished(long word) => (word & Unfinished) != 0;

    public static bool IsPossible(long word, int slots)
    {
        var doer = (int)(word & DoerMask);
        return (word & LowHalf & ~(DoerMask | Unfinished | Waiters | Done)) == 0 && doer <= slots && (doer == 0 || (word & Done) == 0);
    }

    public bool TryEnter(out OnceTurn turn)
    {
        using var use = Use();
        Ticket ticket = default;
        if (TryGo(ref ticket))
        {
            turn = ToTurn(ticket);
            return true;
        }

        turn = default;
        return false;
    }

    /// <summary>Goes on where who was at it has died.</summary>
    public bool TryEnterAfterDead(out OnceTurn turn)
    {
        using var use = Use();
        while (Region.Slots.RecoverIfDead((int)(Read() & DoerMask) - 1))
        {
            if (TryEnter(out turn))
            {
                return true;
            }
        }

        turn = default;
        return false;
    }

    /// <summary>Finishes, or gives up; false when that turn is over already.</summary>
    public bool TryLeave(long ticket, bool done)
    {
        using var use = Use();
        if (!TryEnd(ticket, done))
        {
            return false;
        }

        Tell();
        return true;
    }

    public void GiveUpIfMine(long ticket)
    {
        if (TryUse(out var use))
        {
            using (use)
            {
                if (TryEnd(ticket, done: false))
                {
                    Tell();
                }
            }
        }
    }

    /// <summary>Step 1 of finishing and of giving up.</summary>
    public bool TryEnd(long ticket, bool done)
    {
        while (true)
        {
            var word = Read();
            if (((word ^ ticket) & ~(Unfinished | Waiters)) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref Word, (word & ~DoerMask) | (done ? Done : Unfinished), word) == word)
            {
                return true;
            }
        }
    }

    /// <summary>Step 2 of finishing and of giving up.</summary>
    public void Tell()
    {
        var word = Read();
        if ((word & Done) != 0)
        {
            RingAll();
        }
        else if ((word & (DoerMask | Waiters)) == Waiters)
        {
            _ = TryRingNext(Math.Max(Region.Slot, 0));
        }
    }

    public override void Recover(int slot, bool died)
    {
        Silence(slot);
        while (true)
        {
            var word = Read();
            if ((word & DoerMask) != slot + 1
                || Interlocked.CompareExchange(ref Word, (word & ~DoerMask) | Unfinished, word) == word)
            {
                break;
            }
        }

        Tell();
    }

    Ticket IGate<OnceTurn>.Begin() => default;

    bool IGate<OnceTurn>.LooksOpen(in Ticket ticket) => (Read() & DoerMask) == 0;

    bool IGate<OnceTurn>.TryQuick(ref Ticket ticket) => TryGo(ref ticket);

    bool IGate<OnceTurn>.TryPass(ref Ticket ticket, int rung)
    {
        while (!TryGo(ref ticket))
        {
            var word = Read();
            if ((word & DoerMask) != 0
                && ((word & Waiters) != 0 || Interlocked.CompareExchange(ref Word, word | Waiters, word) == word))
            {
                return false;
            }
        }

        return true;
    }

    bool IGate<OnceTurn>.TryStarve() => false;

    void IGate<OnceTurn>.PassOn(int rung) => Tell();

    bool IGate<OnceTurn>.TryGiveUp(ref Ticket ticket) => true;

    OnceTurn IGate<OnceTurn>.ToHold(in Ticket ticket) => ToTurn(ticket);

    private OnceTurn ToTurn(in Ticket ticket) => new(this, ticket.Word, (ticket.Word & Done) == 0);

    private bool TryGo(ref Ticket ticket)
    {
        while (true)
        {
            var word = Read();
            if ((word & Done) != 0)
            {
                ticket.Word = word;
                return true;
            }

            if ((word & DoerMask) != 0)
            {
                return false;
            }

            var mine = word + One + Region.Slot + 1;
            if (Interlocked.CompareExchange(ref Word, mine, word) == word)
            {
                ticket.Word = mine;
                return true;
            }
        }
    }

    private long Read()
    {
        var word = Volatile.Read(ref Word);
        if (IsPossible(word, Region.Header.SlotCount))
        {
            return word;
        }

        RingAll();
        throw Damage(word, "a doer among the slots, and known flags");
    }
}
