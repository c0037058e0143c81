namespace Mapwire;

/// <summary>Says what a lock is doing.</summary>
internal static class LockReader
{
    public static LockInfo Read(RegionSight region, LockEntry entry)
    {
        var waiters = Slots(region, slot => IsWaiting(region, entry, slot));
        var word = region.Long(entry.Offset);
        var blank = new LockInfo { Name = entry.Name, Kind = entry.Kind, State = string.Empty, Holders = [], Waiters = waiters };
        return entry.Kind switch
        {
            LockKind.Mutex => Mutex(region, blank, word),
            LockKind.ReaderWriterLock => ReaderWriter(region, entry, blank, word),
            LockKind.Semaphore => Semaphore(region, entry, blank),
            LockKind.Barrier => Barrier(region, entry, blank, word),
            LockKind.Once => Once(region, blank, word),
            _ => blank with { IsSet = (word & EventCore.IsSetBit) != 0, State = (word & EventCore.IsSetBit) != 0 ? "set" : "not set" },
        };
    }

    private static LockInfo Mutex(RegionSight region, LockInfo blank, long word) =>
        !OwnerWord.IsPossible(word, region.Header.SlotCount) ? Damaged(blank, word)
        : Owned(blank, word, (word & OwnerWord.Handed) != 0 ? "being handed over" : "held", "free");

    private static LockInfo ReaderWriter(RegionSight region, LockEntry entry, LockInfo blank, long word)
    {
        if (!OwnerWord.IsPossible(word, region.Header.SlotCount))
        {
            return Damaged(blank, word);
        }

        var readers = Slots(region, slot => region.Long(LockLayout.CellOf(entry.Offset, slot) + CellLayout.ReadersOffset) >> 32 > 0);
        var readBy = readers.Count == 0 ? "free" : "held to read";
        if (OwnerWord.IsFree(word))
        {
            return Owned(blank, word, string.Empty, readBy) with { Holders = readers };
        }

        var isIn = (word & (OwnerWord.Handed | OwnerWord.Draining)) == 0;
        return isIn
            ? Owned(blank, word, "held to write", string.Empty)
            : Owned(blank, word, $"{readBy}, and a writer is next", string.Empty) with
            {
                Holders = readers,
                Waiters = [.. blank.Waiters.Append(OwnerWord.SlotOf(word)).Distinct().Order()],
            };
    }

    private static LockInfo Owned(LockInfo blank, long word, string owned, string free)
    {
        var isAbandoned = (word & OwnerWord.Abandoned) != 0;
        var state = OwnerWord.IsFree(word) ? free : owned;
        return blank with
        {
            State = isAbandoned ? state + ", abandoned" : state,
            Holders = OwnerWord.IsFree(word) ? [] : [OwnerWord.SlotOf(word)],
            IsAbandoned = isAbandoned,
        };
    }

    private static LockInfo Semaphore(RegionSight region, LockEntry entry, LockInfo blank)
    {
        SortedSet<int> holders = [];
        var available = 0;
        for (var index = 0; index < entry.Count; index++)
        {
            var word = region.Long(LockLayout.PermitOf(entry.Offset, region.Header.SlotCount, index));
            if (!OwnerWord.IsPossible(word, region.Header.SlotCount))
            {
                return Damaged(blank, word);
            }

            if (OwnerWord.IsFree(word))
            {
                available++;
            }
            else
            {
                _ = holders.Add(OwnerWord.SlotOf(word));
            }
        }

        return blank with { State = $"{available} of {entry.Count} free", Holders = [.. holders], Permits = entry.Count, Available = available };
    }

    private static LockInfo Barrier(RegionSight region, LockEntry entry, LockInfo blank, long word)
    {
        var phase = BarrierCore.PhaseOf(word);
        var (members, arrived) = (0, 0);
        for (var slot = 0; slot < region.Header.SlotCount; slot++)
        {
            var arrival = region.Long(LockLayout.CellOf(entry.Offset, slot) + CellLayout.ArrivalOffset);
            members += arrival != 0 ? 1 : 0;
            arrived += arrival >> 1 == phase + 1 ? 1 : 0;
        }

        var wanted = phase == 0 ? $", {entry.Count} wanted" : string.Empty;
        return blank with { State = $"phase {phase}, {arrived} of {members} arrived{wanted}", Phase = phase, Members = members, Arrived = arrived };
    }

    private static LockInfo Once(RegionSight region, LockInfo blank, long word)
    {
        if (!OnceCore.IsPossible(word, region.Header.SlotCount))
        {
            return Damaged(blank, word);
        }

        var isDone = (word & OnceCore.Done) != 0;
        var doer = OwnerWord.SlotOf(word);
        var isUnfinished = !isDone && OnceCore.IsUnfinished(word);
        return blank with
        {
            State = isDone ? "done" : (doer >= 0 ? "being done" : "not begun") + (isUnfinished ? ", once not finished" : string.Empty),
            Holders = doer >= 0 ? [doer] : [],
            IsAbandoned = isUnfinished,
            IsDone = isDone,
        };
    }

    private static LockInfo Damaged(LockInfo blank, long word) => blank with { State = $"damaged (0x{word:X16})" };

    private static bool IsWaiting(RegionSight region, LockEntry entry, int slot)
    {
        var offset = LockLayout.CellOf(entry.Offset, slot);
        return Bell.IsWaiting(region.Int(offset))
            || (entry.Kind == LockKind.ReaderWriterLock && Bell.IsWaiting(region.Int(offset + CellLayout.ReadersOffset)));
    }

    private static List<int> Slots(RegionSight region, Func<int, bool> has) =>
        [.. Enumerable.Range(0, region.Header.SlotCount).Where(slot => RegionSight.IsLive(region.State(slot)) && has(slot))];
}
