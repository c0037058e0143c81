using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>A lock that one participant owns at a time: the mutex, and the writers' side of the reader-writer lock.</summary>
/// <remarks>
/// <code>
///   acquire   owner 0 -> owner me                                                                 anybody
///   take      owner me, Handed -> owner me                                                        only the first in this participant's line
///   wait      as in Bell; who fails has set Waiters; who was rung and fails sets Starving, and its bell says that it starves
///   let go    (readers wait: they are let in first; see ReaderWriterCore)
///             nobody waits:         owner me -> owner 0
///             somebody starves (h): 1 owner me -> owner h, Handed   2 ring h; if h waits no more: owner h, Handed -> owner 0, and as below
///             else:                 1 owner me -> owner 0, Waiters stays   2 ring the next who waits; if there is none: Waiters away, from exactly the word
///                                   that was read before looking
///   recover d 1 d's bell = Idle   2 owner d: let go, with Abandoned if d had entered   3 settle
///   settle    nobody's: ring the next who waits   Handed: step 2 of handing over
/// </code>
/// A kill between 1 and 2 of letting go, or of one who was rung and has not looked, is put right by settling; whoever waits watches everybody, so somebody does.
/// All changes of the word are compare and exchange: full fences, which pair with the exchange by which a waiter's bell says that it waits.
/// </remarks>
internal abstract class OwnedCore(Region region, LockEntry entry, long entering) : LockCore(region, entry)
{
    /// <summary>Takes the lock if it is nobody's; tells nobody that it is wanted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeFree(out long ticket)
    {
        ref var shared = ref Word;
        var word = Volatile.Read(ref shared);
        ticket = OwnerWord.Taken(word, Region.Slot) | entering;
        return (OwnerWord.IsFreeAndQuiet(word) && Interlocked.CompareExchange(ref shared, ticket, word) == word) || TryTakeFreeSlow(out ticket);
    }

    /// <summary>Takes the lock if it is nobody's or was handed to this participant; who fails has said that somebody waits.</summary>
    public bool TryTakeOrSayWaiting(out long ticket)
    {
        while (true)
        {
            var word = Read();
            var isMine = (word & OwnerWord.Handed) != 0 && OwnerWord.SlotOf(word) == Region.Slot;
            if (OwnerWord.IsFree(word) || isMine)
            {
                ticket = (isMine ? OwnerWord.TakenOver(word) : OwnerWord.Taken(word, Region.Slot)) | entering;
                if (Interlocked.CompareExchange(ref Word, ticket, word) == word)
                {
                    return true;
                }
            }
            else if ((word & OwnerWord.Waiters) != 0 || Interlocked.CompareExchange(ref Word, word | OwnerWord.Waiters, word) == word)
            {
                ticket = 0;
                return false;
            }
        }
    }

    /// <summary>Says that somebody starves.</summary>
    public void SayStarving()
    {
        long word;
        do
        {
            word = Read();
        }
        while (!OwnerWord.IsFree(word) && (word & OwnerWord.Starving) == 0
            && Interlocked.CompareExchange(ref Word, word | OwnerWord.Starving, word) != word);
    }

    /// <summary>Lets go; false when that acquisition does not hold the lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryLetGo(long ticket)
    {
        // release: what was done under the lock comes before; pairs with the exchange of who acquires it.
        var freed = OwnerWord.Freed(ticket);
        return (OwnerWord.IsFreeAndQuiet(freed) && Interlocked.CompareExchange(ref Word, freed, ticket) == ticket) || TryLetGoSlow(ticket);
    }

    /// <summary>The same from outside.</summary>
    public bool TryRelease(long ticket)
    {
        using var use = Use();
        return TryLetGo(ticket);
    }

    /// <summary>The same for who does not mind.</summary>
    public void ReleaseIfHeld(long ticket)
    {
        if (TryUse(out var use))
        {
            using (use)
            {
                _ = TryLetGo(ticket);
            }
        }
    }

    /// <summary>Marks what the lock protects as whole again; false when that acquisition does not hold the lock.</summary>
    public bool MarkRepaired(long ticket)
    {
        using var use = Use();
        while (true)
        {
            var word = Read();
            if (!OwnerWord.IsSame(word, ticket))
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref Word, word & ~OwnerWord.Abandoned, word) == word)
            {
                return true;
            }
        }
    }

    /// <summary>Step 1 of letting go: changes the word; says whom it was handed to, -1 for nobody. False when the acquisition does not hold the lock.</summary>
    protected internal bool TryFree(long ticket, out int heir)
    {
        while (true)
        {
            var word = Read();
            heir = -1;
            if (!OwnerWord.IsSame(word, ticket))
            {
                return false;
            }

            if ((word & OwnerWord.Readers) != 0)
            {
                // Claimed by the count: of several who release the same acquisition one goes on, and a reader that comes from here on must say so again.
                var claimed = OwnerWord.Renewed(word & ~OwnerWord.Readers);
                if (Interlocked.CompareExchange(ref Word, claimed, word) == word)
                {
                    LetReadersIn();
                    ticket = claimed;
                }

                continue;
            }

            var changed = OwnerWord.Freed(word);
            if ((word & OwnerWord.Starving) != 0)
            {
                heir = NextStarving();
                changed = heir >= 0 ? OwnerWord.HandedTo(word, heir) : changed & ~OwnerWord.Starving;
            }

            if (Interlocked.CompareExchange(ref Word, changed, word) == word)
            {
                return true;
            }
        }
    }

    /// <summary>Step 2 of letting go: rings whom the lock was handed to, or the next who waits.</summary>
    protected internal void Tell(int heir)
    {
        if (heir < 0)
        {
            RingNextOrQuiet();
        }
        else
        {
            RingHeir(heir);
        }
    }

    public override void Recover(int slot, bool died)
    {
        Silence(slot);
        while (true)
        {
            var word = Read();
            if (OwnerWord.SlotOf(word) != slot)
            {
                break;
            }

            var entered = (word & (OwnerWord.Handed | OwnerWord.Draining)) == 0;
            if (Interlocked.CompareExchange(ref Word, OwnerWord.Freed(word) | (entered ? OwnerWord.Abandoned : 0), word) == word)
            {
                break;
            }
        }

        Settle();
    }

    /// <summary>Recovers who has died and is in the way; says whether to try again.</summary>
    public bool TryRecoverOwner()
    {
        var word = Read();
        if ((word & OwnerWord.Handed) == 0)
        {
            return Region.Slots.RecoverIfDead(OwnerWord.SlotOf(word));
        }

        // Who handed the lock over may have died before it could take it back from an heir that had given up.
        Region.Slots.RecoverDead();
        return Read() != word;
    }

    /// <summary>Rings who must look again after somebody died who may have owed it to them.</summary>
    public virtual void Settle()
    {
        var word = Read();
        if (OwnerWord.IsFree(word))
        {
            RingNextOrQuiet();
        }
        else if ((word & OwnerWord.Handed) != 0)
        {
            RingHeir(OwnerWord.SlotOf(word));
        }
    }

    /// <summary>Lets the readers in that wait, while nobody can write.</summary>
    protected internal virtual void LetReadersIn()
    {
    }

    /// <summary>The word, checked.</summary>
    /// <exception cref="InvalidRegionException">It is none that a participant writes.</exception>
    protected long Read()
    {
        var word = Volatile.Read(ref Word);
        return OwnerWord.IsPossible(word, Region.Header.SlotCount) ? word : throw Damaged(word);
    }

    /// <summary>Whoever finds the word damaged wakes all who wait, so that each finds it too.</summary>
    private InvalidRegionException Damaged(long word)
    {
        RingAll();
        return Damage(word, "an owner among the slots, and known flags");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryTakeFreeSlow(out long ticket)
    {
        while (true)
        {
            var word = Read();
            ticket = OwnerWord.Taken(word, Region.Slot) | entering;
            if (!OwnerWord.IsFree(word))
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref Word, ticket, word) == word)
            {
                return true;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryLetGoSlow(long ticket)
    {
        if (!TryFree(ticket, out var heir))
        {
            return false;
        }

        Tell(heir);
        return true;
    }

    private int NextStarving()
    {
        var used = Region.Slots.Used;
        for (var i = 1; i <= used; i++)
        {
            var slot = (Region.Slot + i) % used;
            if (Bell.IsStarving(Volatile.Read(ref Region.Int(BellOf(slot)))))
            {
                return slot;
            }
        }

        return -1;
    }

    // Whoever was handed the lock looks when it is rung, or has been rung and will look. One that has given up leaves it, unless it sees in time that it
    // has it after all: then it is no longer handed, and belongs to that one.
    private void RingHeir(int heir)
    {
        while (!Region.TryRing(BellOf(heir)) && Volatile.Read(ref Region.Int(BellOf(heir))) != Bell.Rung)
        {
            var word = Read();
            if ((word & OwnerWord.Handed) == 0 || OwnerWord.SlotOf(word) != heir)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref Word, OwnerWord.Freed(word), word) == word)
            {
                RingNextOrQuiet();
                return;
            }
        }
    }

    // Who waits has said so before it found the lock owned, so before it was freed to this word: the look that follows the reading of the word sees it. If
    // there is nobody, and the word is still the same, there has been nobody.
    private void RingNextOrQuiet()
    {
        while (true)
        {
            var word = Read();
            if (!OwnerWord.IsFree(word) || TryRingNext(Math.Max(Region.Slot, 0)) || (word & OwnerWord.Waiters) == 0
                || Interlocked.CompareExchange(ref Word, word & ~OwnerWord.Waiters, word) == word)
            {
                return;
            }
        }
    }
}
