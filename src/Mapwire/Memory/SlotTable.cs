using System.Globalization;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>The table of a region's participants, and what becomes of the slots of the dead.</summary>
/// <remarks>
/// Whoever holds a slot's lock, which the kernel drops when its holder dies, is the only one who may write the slot.
/// <code>
///   Join     1 take the lock of a slot   2 if its State is Live its owner died: Recover's step 3   3 write who one is   4 State = Live
///            5 ring every other participant's roster bell
///   Leave    1 recover oneself   2 State = Free   3 drop the lock
///   Abandon  drop the lock: it is dead, and others recover it; they are rung, for its process lives
///   Recover  1 take the lock; who cannot leaves it   2 if State is Free, and nothing names the slot: drop it, done   3 let the contents finish or undo what was left
///            4 State = Free   5 drop the lock
/// </code>
/// A slot is dead when its State is Live and its lock can be had. A kill anywhere in Recover leaves it dead as before, and step 3 may be repeated; a kill in
/// Join before 4 leaves it free, after 4 dead; a kill in Leave leaves it dead.
/// </remarks>
internal sealed class SlotTable(Region region, SlotLocks locks, int mine = -1)
{
    public const uint Live = 1;

    /// <summary>The slot of this participant; -1 while it has none.</summary>
    public int Mine { get; private set; } = mine;

    public SlotLocks Locks => locks;

    /// <summary>Slots from this on have never been used. A number that cannot be stands for all of them.</summary>
    public int Used
    {
        get
        {
            // acquire: pairs with the exchange in Raise
            var used = Volatile.Read(ref region.View.At<RegionLayout>(0).SlotsUsed);
            return used > Mine && used <= region.Header.SlotCount ? used : region.Header.SlotCount;
        }
    }

    /// <summary>Takes a slot.</summary>
    /// <exception cref="InvalidOperationException">There is none left; the message says who has them.</exception>
    public void Join(string name) => locks.Invoke(() =>
    {
        // A damaged table is left as it is.
        var used = region.View.At<RegionLayout>(0).SlotsUsed;
        if (used < 0 || used > region.Header.SlotCount)
        {
            throw region.Damage("number of used slots", Text(used), $"0 to {Text(region.Header.SlotCount)}");
        }

        for (var slot = 0; slot < region.Header.SlotCount; slot++)
        {
            if (locks.TryTake(slot))
            {
                try
                {
                    Enter(slot, name);
                }
                catch
                {
                    locks.Drop(slot);
                    throw;
                }

                return;
            }
        }

        throw Full();
    });

    /// <summary>Gives the slot back.</summary>
    public void Leave() => locks.Invoke(() =>
    {
        var slot = Mine;
        Mine = -1;
        try
        {
            Free(slot, died: false);
        }
        catch (InvalidRegionException)
        {
            // A region that somebody wrote over has nothing left to be put in order.
        }
        finally
        {
            locks.Drop(slot);
        }
    });

    /// <summary>Drops the lock, if it was not dropped, and leaves everything else to whoever recovers the slot.</summary>
    public void Abandon() => locks.Invoke(() =>
    {
        if (Mine >= 0)
        {
            locks.Drop(Mine);
            Mine = -1;
        }
    });

    /// <summary>Has everybody else look at who takes part.</summary>
    public void RingOthers()
    {
        for (int other = 0, used = Used; other < used; other++)
        {
            if (other != Mine && IsLive(other))
            {
                region.RingSurely(OffsetOf(other) + SlotLayout.RosterBellOffset);
            }
        }
    }

    /// <summary>Recovers every participant that has died.</summary>
    public void RecoverDead()
    {
        // Who only looks allocates nothing and disturbs nobody.
        for (var slot = 0; slot < Used; slot++)
        {
            if (slot != Mine && IsLive(slot) && !locks.IsTaken(slot))
            {
                RecoverDeadNow();
                return;
            }
        }
    }

    /// <summary>Recovers one participant if it has died, or is not there although something names it; says whether it did.</summary>
    public bool RecoverIfDead(int slot)
    {
        if (slot == Mine || slot < 0 || slot >= region.Header.SlotCount || locks.IsTaken(slot))
        {
            return false;
        }

        return RecoverNow(slot);
    }

    /// <summary>Whether a slot is somebody's, dead or alive.</summary>
    public bool IsLive(int slot) => (Volatile.Read(ref At(slot).State) & Live) != 0;

    /// <summary>The others who take part, as far as the table tells.</summary>
    public List<Peer> Others()
    {
        List<Peer> others = [];
        for (var slot = 0; slot < Used; slot++)
        {
            if (slot != Mine && IsLive(slot))
            {
                ref var entry = ref At(slot);
                others.Add(new Peer(slot, entry.ProcessId, entry.Namespace));
            }
        }

        return others;
    }

    public static long OffsetOf(int slot) => RegionLayout.HeaderSize + ((long)slot * SlotLayout.SlotSize);

    private ref SlotLayout At(int slot) => ref region.View.At<SlotLayout>(OffsetOf(slot));

    private void RecoverDeadNow() => locks.Invoke(() =>
    {
        for (var slot = 0; slot < Used; slot++)
        {
            if (slot != Mine && IsLive(slot))
            {
                _ = TryRecover(slot, evenIfFree: false);
            }
        }
    });

    private bool RecoverNow(int slot)
    {
        var recovered = false;
        locks.Invoke(() => recovered = TryRecover(slot, evenIfFree: true));
        return recovered;
    }

    private void Enter(int slot, string name)
    {
        ref var entry = ref At(slot);
        if (IsLive(slot))
        {
            region.Contents.Recover(slot, died: true);
        }

        entry.ProcessId = Environment.ProcessId;
        entry.Namespace = PeerWatch.Namespace;
        entry.Joined = DateTime.UtcNow.Ticks;
        entry.NameLength = Write(slot, name);
        Volatile.Write(ref entry.RosterBell, Bell.Idle);
        Raise(slot + 1);
        Mine = slot;

        // Full fence: whoever looks at the table from here on sees this participant; who has looked before is rung.
        _ = Interlocked.Exchange(ref entry.State, (((entry.State >> 1) + 1) << 1) | Live);
        RingOthers();
    }

    // The lock can be had of the dead only, so asking for it disturbs nobody who lives.
    private bool TryRecover(int slot, bool evenIfFree)
    {
        if (!locks.TryTake(slot))
        {
            return false;
        }

        try
        {
            // It may have left, or been recovered, since it was looked at.
            if (evenIfFree || IsLive(slot))
            {
                Free(slot, died: true);
            }

            return true;
        }
        finally
        {
            locks.Drop(slot);
        }
    }

    private void Free(int slot, bool died)
    {
        region.Contents.Recover(slot, died);

        // release: what the contents did comes before; pairs with the reads of State
        ref var state = ref At(slot).State;
        Volatile.Write(ref state, state & ~Live);
    }

    private void Raise(int used)
    {
        ref var shared = ref region.View.At<RegionLayout>(0).SlotsUsed;
        int before;
        do
        {
            before = Volatile.Read(ref shared);
        }
        while (before < used && Interlocked.CompareExchange(ref shared, used, before) != before);
    }

    private int Write(int slot, string name)
    {
        var bytes = region.View.AsSpan(OffsetOf(slot) + SlotLayout.NameOffset, SlotLayout.MostNameBytes);
        bytes.Clear();
        _ = System.Text.Unicode.Utf8.FromUtf16(name, bytes, out _, out var written);
        return written;
    }

    private InvalidOperationException Full()
    {
        var who = Enumerable.Range(0, region.Header.SlotCount)
            .Select(slot => Participant.Read(region.View, slot))
            .CountBy(participant => $"{participant.Name} (process {Text(participant.ProcessId)})")
            .Select(one => one.Value == 1 ? one.Key : $"{one.Key} {Text(one.Value)} times");
        return new InvalidOperationException(
            $"{region.Name} has room for {Text(region.Header.SlotCount)} participants, and all of it is taken, by {string.Join(", ", who)}. Close some, or create it with more (MaxParticipants).");
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
