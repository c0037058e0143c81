namespace Mapwire;

/// <summary>The protocol of a reader-writer lock: the writers' word is that of <see cref="OwnedCore"/>, and each slot has a share count of its own.</summary>
/// <remarks>
/// <code>
///   read       1 share of me + 1   2 if no writer owns the word: in   3 else share - 1, and ring the writer if that was my last
///   wait       as in Bell, with the bell beside the share; who fails has set Readers
///   write      1 acquire the word, Draining   2 wait until every share is 0   3 Draining away: in
///   let go (r) share - 1; if it was my last and a writer drains: ring it
///   let go (w) 1 for each slot whose reader bell waits: Waits -> Given and share + 1, in one step   2 let the word go, Readers away
///   recover d  bells of d = Idle, share of d = 0, the word as OwnedCore's; ring a writer that drains
/// </code>
/// Step 1 of read and step 1 of write are full fences, each before the look at the other's word: a reader and a writer that come at once cannot both get in.
/// A new reader waits while a writer owns the word, and a writer that leaves lets in all readers that wait, so neither side starves.
/// </remarks>
internal sealed class ReaderWriterCore : OwnedCore
{
    private const long OneShare = 1L << 32;

    public ReaderWriterCore(Region region, LockEntry entry)
        : base(region, entry, OwnerWord.Draining)
    {
        Readers = new ReaderGate(this);
        Writers = new WriterGate(this);
        ReadLine = new WaitLine<ReaderHold>(this, Readers);
        WriteLine = new WaitLine<WriterHold>(this, Writers);
    }

    public ReaderGate Readers { get; }

    public WriterGate Writers { get; }

    public WaitLine<ReaderHold> ReadLine { get; }

    public WaitLine<WriterHold> WriteLine { get; }

    public long MyBell => BellOf(Region.Slot);

    public long MyReaderBell => CellOf(Region.Slot) + CellLayout.ReadersOffset;

    public override void Close(Exception reason)
    {
        ReadLine.Close(reason);
        WriteLine.Close(reason);
    }

    public override void Fail(Exception reason)
    {
        ReadLine.Fail(reason);
        WriteLine.Fail(reason);
    }

    public override void Rouse()
    {
        ReadLine.Rouse();
        WriteLine.Rouse();
    }

    public override void Recover(int slot, bool died)
    {
        _ = Interlocked.Exchange(ref ReadersOf(slot), 0);
        base.Recover(slot, died);
    }

    /// <summary>Whether no writer owns the lock, and what its word says.</summary>
    public bool IsOpenToReaders(out long word)
    {
        word = Read();
        return OwnerWord.IsFree(word);
    }

    /// <summary>Goes in if no writer owns the lock.</summary>
    public bool TryEnter(out long word)
    {
        // Full fence: before the look at the writers' word; pairs with the acquisition of that word before the look at the shares.
        _ = Interlocked.Add(ref ReadersOf(Region.Slot), OneShare);
        if (IsOpenToReaders(out word))
        {
            return true;
        }

        Exit();
        return false;
    }

    /// <summary>Goes out, and rings the writer who waits for that.</summary>
    public void Exit()
    {
        if (Interlocked.Add(ref ReadersOf(Region.Slot), -OneShare) >> 32 == 0)
        {
            RingDrainingWriter();
        }
    }

    /// <summary>Says that readers wait; false when a reader may go in after all.</summary>
    public bool TrySayReadersWait()
    {
        while (true)
        {
            var word = Read();
            if (OwnerWord.IsFree(word))
            {
                return false;
            }

            if ((word & OwnerWord.Readers) != 0 || Interlocked.CompareExchange(ref Word, word | OwnerWord.Readers, word) == word)
            {
                return true;
            }
        }
    }

    /// <summary>Step 1 of writing for who does not wait; false when somebody owns the lock.</summary>
    public bool TryClaim(out long ticket) => TryTakeFree(out ticket);

    /// <summary>Step 1 of writing for the first in the line.</summary>
    public bool TryClaimOrSayWaiting(out long ticket) => TryTakeOrSayWaiting(out ticket);

    /// <summary>Steps 2 and 3 of writing: goes in if there is no reader.</summary>
    public bool TryDrain(ref long ticket)
    {
        for (int slot = 0, used = Region.Slots.Used; slot < used; slot++)
        {
            if (Volatile.Read(ref ReadersOf(slot)) >> 32 != 0)
            {
                return false;
            }
        }

        while (true)
        {
            var word = Read();
            if (!OwnerWord.IsSame(word, ticket))
            {
                throw Damage(word, "the acquisition that drains");
            }

            if (Interlocked.CompareExchange(ref Word, word & ~OwnerWord.Draining, word) == word)
            {
                ticket = word & ~OwnerWord.Draining;
                return true;
            }
        }
    }

    public bool TryReleaseWord(long ticket) => TryLetGo(ticket);

    public bool TryRepairWord(long ticket) => TryRepair(ticket);

    public void Starve() => SayStarving();

    /// <summary>Rings who must look again after somebody died, or left, who may have owed it to them.</summary>
    public void SettleWord() => Settle();

    protected override void RingAll()
    {
        base.RingAll();
        RingReaders();
    }

    protected override void Settle()
    {
        base.Settle();
        RingDrainingWriter();
        if (IsOpenToReaders(out _))
        {
            RingReaders();
        }
    }

    protected internal override void LetReadersIn()
    {
        for (int slot = 0, used = Region.Slots.Used; slot < used; slot++)
        {
            ref var readers = ref ReadersOf(slot);
            while (true)
            {
                var before = Volatile.Read(ref readers);
                var bell = (int)before;
                if (!Bell.IsWaiting(bell))
                {
                    break;
                }

                var after = ((before + OneShare) & ~0xFFFFFFFFL) | Bell.Given;
                if (Interlocked.CompareExchange(ref readers, after, before) == before)
                {
                    if (Bell.IsAsleep(bell))
                    {
                        var offset = CellOf(slot) + CellLayout.ReadersOffset;
                        Region.Bells.Wake(offset, Region.AddressOf(offset));
                    }

                    break;
                }
            }
        }
    }

    // Which half of the number is the bell: the layout is little-endian.
    private ref long ReadersOf(int slot) => ref Region.Long(CellOf(slot) + CellLayout.ReadersOffset);

    private void RingReaders()
    {
        for (int slot = 0, used = Region.Slots.Used; slot < used; slot++)
        {
            _ = Region.TryRing(CellOf(slot) + CellLayout.ReadersOffset);
        }
    }

    private void RingDrainingWriter()
    {
        var word = Read();
        if ((word & OwnerWord.Draining) != 0)
        {
            _ = Region.TryRing(BellOf(OwnerWord.SlotOf(word)));
        }
    }
}
