namespace Mapwire;

/// <summary>What must hold in the header, the slots and the directory of a region at every moment.</summary>
/// <remarks>
/// A reader that changes nothing cannot stop the others. What each check compares is therefore true in one instant: a slot whose state is the same before
/// and after, generation included, did not change hands in between; neither did a lock whose word, count included, is the same.
/// A participant that died and has not been recovered is no fault: what it left is its own until somebody recovers it.
/// </remarks>
internal sealed class RegionChecks(RegionSight region, Findings findings)
{
    private static readonly long _latest = DateTime.MaxValue.Ticks;

    public void Run()
    {
        findings.Check(Header);
        for (var slot = 0; slot < region.Header.SlotCount; slot++)
        {
            var one = slot;
            findings.Check(() => Slot(one));
        }

        if (region.Header.Kind == RegionKind.Locks)
        {
            Directory();
        }
        else
        {
            Messages();
        }
    }

    private void Messages()
    {
        try
        {
            if (region.Header.Kind == RegionKind.Topic)
            {
                new TopicChecks(new TopicSight(region), findings).Run();
            }
            else if (region.Header.Kind == RegionKind.Latest)
            {
                new LatestChecks(new LatestSight(region), findings).Run();
            }
            else
            {
                new QueueChecks(new QueueSight(region), findings).Run();
            }
        }
        catch (InvalidRegionException wrong)
        {
            findings.Add(wrong.Message);
        }
    }

    private string? Header()
    {
        ref readonly var header = ref region.View.ReadOnlyAt<RegionLayout>(0);
        var used = region.Used;
        return used < 0 || used > region.Header.SlotCount ? $"The number of used slots is {used}, expected 0 to {region.Header.SlotCount}."
            : header.Created <= 0 || header.Created > _latest ? $"The time of creation is {header.Created}, which is none."
            : (header.Flags & ~RegionLayout.ReachesOthers) != 0 ? $"The flags are 0x{header.Flags:X}, expected 0 or 1."
            : null;
    }

    private string? Slot(int slot)
    {
        // Who takes a slot raises the number of used ones first.
        var state = region.State(slot);
        var used = region.Used;
        ref readonly var entry = ref region.Slot(slot);
        var bell = Volatile.Read(in entry.RosterBell);
        var (nameLength, process, joined) = (entry.NameLength, entry.ProcessId, entry.Joined);
        return state != 0 && slot >= used ? $"Slot {slot} has the state {state}, but slots from {used} on have never been used."
            : bell is not (Bell.Idle or Bell.Waits or Bell.Sleeps or Bell.Rung) ? $"The roster bell of slot {slot} says {bell}, which no bell says."
            : nameLength is < 0 or > SlotLayout.MostNameBytes ? $"The name in slot {slot} has {nameLength} bytes, expected 0 to {SlotLayout.MostNameBytes}."
            : RegionSight.IsLive(state) && process <= 0 ? $"Slot {slot} is somebody's, whose process has the number {process}."
            : RegionSight.IsLive(state) && (joined <= 0 || joined > _latest) ? $"Slot {slot} is somebody's, who joined at {joined}, which is no time."
            : null;
    }

    private void Directory()
    {
        int count;
        try
        {
            count = region.Entries();
        }
        catch (InvalidRegionException wrong)
        {
            findings.Add(wrong.Message);
            return;
        }

        var isShared = region.IsShared;
        if (isShared is not (0 or 1) || (isShared == 0 && count != 1))
        {
            findings.Add($"The directory says {isShared} where 1 stands for many locks and 0 for one, and has {count} entries.");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        var end = LockEntryReader.OffsetOf(region.Header, count);
        for (var index = 0; index < count && !findings.IsFull; index++)
        {
            LockEntry? entry;
            try
            {
                entry = LockEntryReader.Read(region.View, region.Header, region.Name, index, count);
            }
            catch (InvalidRegionException wrong)
            {
                findings.Add(wrong.Message);
                continue;
            }

            if (entry is null)
            {
                CheckNoneBehind(index, count);
                return;
            }

            CheckPlace(index, entry, isShared != 0, names, end);
            end = entry.Offset + entry.Size;
            new LockChecks(region, entry, findings).Run();
        }
    }

    private void CheckPlace(int index, LockEntry entry, bool isShared, HashSet<string> names, long end)
    {
        if (entry.Offset < end)
        {
            findings.Add($"Lock entry {index} begins at {entry.Offset}, where what stands before it ends at {end}.");
        }

        if (index == 0 && isShared && entry.Kind != LockKind.Mutex)
        {
            findings.Add($"Lock entry 0 is a {entry.Kind}, expected the mutex under which locks are made.");
        }

        if ((index == 0) != (entry.Name.Length == 0) || !names.Add(entry.Name))
        {
            findings.Add($"Lock entry {index} is called '{entry.Name}', which another is called too, or which is no name.");
        }
    }

    // Entries are made in order, so one that is ready stands behind none that is not; the first may have become ready meanwhile.
    private void CheckNoneBehind(int first, int count)
    {
        for (var index = first + 1; index < count; index++)
        {
            var behind = index;
            findings.Check(() => IsReady(behind) && !IsReady(first) ? $"Lock entry {behind} is ready, and entry {first} before it is not." : null);
        }
    }

    private bool IsReady(int index) => region.Int(LockEntryReader.OffsetOf(region.Header, index)) != 0;
}
