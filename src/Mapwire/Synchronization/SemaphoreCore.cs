namespace Mapwire;

/// <summary>The protocol of a semaphore: each permit is a word that names who holds it, like the word of a mutex.</summary>
/// <remarks>
/// <code>
///   acquire   a permit's owner 0 -> owner me
///   wait      as in Bell; who fails has added 2 to the notice and set its bit 0, and looked at all permits again after that
///   release   1 owner me -> owner 0   2 if the notice has bit 0: ring the next who waits; if nobody does: bit 0 away, unless the notice has changed
///   recover d 1 d's bell = Idle   2 every permit of d: owner 0   3 set the notice; for each free permit: ring the next who waits
/// </code>
/// Nothing counts the permits but the words themselves, so none can be lost or made by a death.
/// </remarks>
internal sealed class SemaphoreCore : LockCore, IGate<SemaphoreHold>
{
    private const long SomebodyWaits = 1;
    private const long Announcement = 2;
    private readonly long _permits;
    private int _hint;

    public SemaphoreCore(Region region, LockEntry entry)
        : base(region, entry)
    {
        _permits = CellOf(region.Header.SlotCount);
        Line = new WaitLine<SemaphoreHold>(this, this);
    }

    public WaitLine<SemaphoreHold> Line { get; }

    /// <summary>How many permits nobody holds this instant.</summary>
    public int Available
    {
        get
        {
            using var use = Use();
            var free = 0;
            for (var i = 0; i < Entry.Count; i++)
            {
                free += OwnerWord.IsFree(Volatile.Read(ref Permit(i))) ? 1 : 0;
            }

            return free;
        }
    }

    long IGate<SemaphoreHold>.Bell => BellOf(Region.Slot);

    public bool TryAcquire(out SemaphoreHold hold)
    {
        using var use = Use();
        if (TryTake(out var ticket))
        {
            hold = new SemaphoreHold(this, ticket);
            return true;
        }

        hold = default;
        return false;
    }

    /// <summary>Takes a permit from a holder that has died.</summary>
    public bool TryAcquireFromDead(out SemaphoreHold hold)
    {
        using var use = Use();
        Region.Slots.RecoverDead();
        return TryAcquire(out hold);
    }

    public bool TryRelease(in Ticket ticket)
    {
        using var use = Use();
        return TryLetGo(ticket);
    }

    public void ReleaseIfHeld(in Ticket ticket)
    {
        if (TryUse(out var use))
        {
            using (use)
            {
                _ = TryLetGo(ticket);
            }
        }
    }

    /// <summary>Step 1 of releasing; false when that acquisition does not hold the permit.</summary>
    public bool TryFree(in Ticket ticket) =>
        Interlocked.CompareExchange(ref Permit(ticket.Index), OwnerWord.Freed(ticket.Word), ticket.Word) == ticket.Word;

    /// <summary>Step 2 of releasing.</summary>
    public void Tell()
    {
        while (true)
        {
            // After the full fence of step 1; pairs with the announcement, which the second look at the permits follows.
            var notice = Volatile.Read(ref Notice);
            if ((notice & SomebodyWaits) == 0
                || TryRingNext(Math.Max(Region.Slot, 0))
                || Interlocked.CompareExchange(ref Notice, notice & ~SomebodyWaits, notice) == notice)
            {
                return;
            }
        }
    }

    public override void Recover(int slot, bool died)
    {
        Silence(slot);
        for (var i = 0; i < Entry.Count; i++)
        {
            var word = Read(i);
            if (OwnerWord.SlotOf(word) == slot)
            {
                _ = Interlocked.CompareExchange(ref Permit(i), OwnerWord.Freed(word), word);
            }
        }

        // As often as there is something to be had: several may have come free, and each ring wakes one.
        SayWaiting();
        for (var i = 0; i < Entry.Count; i++)
        {
            if (OwnerWord.IsFree(Read(i)))
            {
                Tell();
            }
        }
    }

    public override void Close(Exception reason) => Line.Close(reason);

    public override void Fail(Exception reason) => Line.Fail(reason);

    public override void Rouse() => Line.Rouse();

    Ticket IGate<SemaphoreHold>.Begin() => default;

    bool IGate<SemaphoreHold>.LooksOpen(in Ticket ticket)
    {
        for (var i = 0; i < Entry.Count; i++)
        {
            if (OwnerWord.IsFree(Read(i)))
            {
                return true;
            }
        }

        return false;
    }

    bool IGate<SemaphoreHold>.TryQuick(ref Ticket ticket) => TryTake(out ticket);

    bool IGate<SemaphoreHold>.TryPass(ref Ticket ticket, int rung)
    {
        if (TryTake(out ticket))
        {
            return true;
        }

        long notice;
        do
        {
            notice = Volatile.Read(ref Notice);
        }
        while (Interlocked.CompareExchange(ref Notice, (notice + Announcement) | SomebodyWaits, notice) != notice);
        return TryTake(out ticket);
    }

    bool IGate<SemaphoreHold>.TryStarve() => false;

    void IGate<SemaphoreHold>.PassOn(int rung) => Settle();

    bool IGate<SemaphoreHold>.TryGiveUp(ref Ticket ticket) => true;

    SemaphoreHold IGate<SemaphoreHold>.ToHold(in Ticket ticket) => new(this, ticket);

    private bool TryLetGo(in Ticket ticket)
    {
        if (!TryFree(ticket))
        {
            return false;
        }

        _hint = ticket.Index;
        Tell();
        return true;
    }

    private bool TryTake(out Ticket ticket)
    {
        var index = Volatile.Read(ref _hint);
        for (var i = 0; i < Entry.Count; i++, index = index + 1 < Entry.Count ? index + 1 : 0)
        {
            var word = Read(index);
            while (OwnerWord.IsFree(word))
            {
                var taken = OwnerWord.Taken(word, Region.Slot);
                if (Interlocked.CompareExchange(ref Permit(index), taken, word) == word)
                {
                    _hint = index + 1 < Entry.Count ? index + 1 : 0;
                    ticket = new Ticket { Word = taken, Index = index };
                    return true;
                }

                word = Read(index);
            }
        }

        ticket = default;
        return false;
    }

    private void SayWaiting() => _ = Interlocked.Or(ref Notice, SomebodyWaits);

    private void Settle()
    {
        SayWaiting();
        if (((IGate<SemaphoreHold>)this).LooksOpen(default))
        {
            Tell();
        }
    }

    private ref long Permit(int index) => ref Region.Long(_permits + ((long)index * sizeof(long)));

    private long Read(int index)
    {
        var word = Volatile.Read(ref Permit(index));
        if (OwnerWord.IsPossible(word, Region.Header.SlotCount) && (OwnerWord.IsFree(word) || OwnerWord.IsOnlyOwned(word)))
        {
            return word;
        }

        RingAll();
        throw Damage(word, "a permit that names one of the slots, or nobody");
    }
}
