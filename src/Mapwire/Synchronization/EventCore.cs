namespace Mapwire;

/// <summary>The protocol of an event, manual and auto-reset.</summary>
/// <remarks>
/// The word: bit 0 Set, bit 1 Waiters, and from bit 32 how often it was set.
/// <code>
///   set      1 Set, count + 1 (in any case)   2 if Waiters:
///            manual: ring everybody, then Waiters away, unless the word has changed
///            auto:   ring the next; if nobody waits and it is still set: Waiters away, unless the word has changed
///   reset    Set away
///   pass     manual: it is set, or the count has moved since the wait began.   auto: Set -> not set
///   wait     as in Bell; who fails has set Waiters
///   recover d 1 d's bell = Idle   2 settle: set Waiters; if it is set, or manual: as in set's step 2
/// </code>
/// Every change of the word is a full fence, which pairs with the exchange by which a waiter's bell says that it waits.
/// A set that is followed at once by a reset lets through everybody who was waiting at a manual event, because the count has moved.
/// </remarks>
internal sealed class EventCore : LockCore, IGate<bool>
{
    public const long IsSetBit = 1;
    public const long Known = IsSetBit | Waiters | ~0xFFFFFFFFL;
    private const long Waiters = 2;
    private const long One = 1L << 32;

    public EventCore(Region region, LockEntry entry)
        : base(region, entry)
    {
        IsManual = entry.Kind == LockKind.ManualResetEvent;
        Line = NewLine<bool>(this);
    }

    public bool IsManual { get; }

    public WaitLine<bool> Line { get; }

    public bool IsSet
    {
        get
        {
            using var use = Use();
            return (Read() & IsSetBit) != 0;
        }
    }

    long IGate<bool>.Bell => BellOf(Region.Slot);

    public static long WordOf(bool isSet) => isSet ? IsSetBit : 0;

    public void Set()
    {
        using var use = Use();
        MarkSet();
        Tell();
    }

    /// <summary>Step 1 of setting.</summary>
    public void MarkSet()
    {
        long word;
        do
        {
            word = Read();
        }
        while (Interlocked.CompareExchange(ref Word, (word | IsSetBit) + One, word) != word);
    }

    /// <summary>Step 2 of setting.</summary>
    public void Tell()
    {
        while (true)
        {
            var word = Read();
            if ((word & Waiters) == 0)
            {
                return;
            }

            if (IsManual)
            {
                RingAll();
            }
            else if (TryRingNext(Math.Max(Region.Slot, 0)))
            {
                return;
            }

            if ((word & IsSetBit) == 0 || Interlocked.CompareExchange(ref Word, word & ~Waiters, word) == word)
            {
                return;
            }
        }
    }

    public void Reset()
    {
        using var use = Use();
        long word;
        do
        {
            word = Read();
        }
        while ((word & IsSetBit) != 0 && Interlocked.CompareExchange(ref Word, word & ~IsSetBit, word) != word);
    }

    public bool TryWait()
    {
        using var use = Use();
        var ticket = new Ticket { Word = Read() };
        return TryGo(ref ticket);
    }

    public override void Recover(int slot, bool died)
    {
        Silence(slot);
        Settle();
    }

    Ticket IGate<bool>.Begin() => new() { Word = Read() };

    bool IGate<bool>.LooksOpen(in Ticket ticket) => IsOpen(Read(), ticket);

    bool IGate<bool>.TryQuick(ref Ticket ticket) => TryGo(ref ticket);

    bool IGate<bool>.TryPass(ref Ticket ticket, int rung)
    {
        while (!TryGo(ref ticket))
        {
            var word = Read();
            if (!IsOpen(word, ticket)
                && ((word & Waiters) != 0 || Interlocked.CompareExchange(ref Word, word | Waiters, word) == word))
            {
                return false;
            }
        }

        return true;
    }

    bool IGate<bool>.TryStarve() => false;

    void IGate<bool>.PassOn(int rung)
    {
        // A manual event rings everybody, so nobody waits for what another was rung for.
        if (!IsManual)
        {
            Settle();
        }
    }

    bool IGate<bool>.TryGiveUp(ref Ticket ticket) => true;

    bool IGate<bool>.ToHold(in Ticket ticket) => true;

    private bool IsOpen(long word, in Ticket ticket) => (word & IsSetBit) != 0 || (IsManual && (word ^ ticket.Word) >> 32 != 0);

    private bool TryGo(ref Ticket ticket)
    {
        while (true)
        {
            var word = Read();
            if (!IsOpen(word, ticket))
            {
                return false;
            }

            if (IsManual || Interlocked.CompareExchange(ref Word, word & ~IsSetBit, word) == word)
            {
                return true;
            }
        }
    }

    private void Settle()
    {
        long word;
        do
        {
            word = Read();
        }
        while ((word & Waiters) == 0 && Interlocked.CompareExchange(ref Word, word | Waiters, word) != word);
        if (IsManual || (word & IsSetBit) != 0)
        {
            Tell();
        }
    }

    private long Read()
    {
        var word = Volatile.Read(ref Word);
        if ((word & ~Known) == 0)
        {
            return word;
        }

        RingAll();
        throw Damage(word, "known flags");
    }
}
