namespace Mapwire;

/// <summary>What must hold in a lock at every moment.</summary>
/// <remarks>
/// Not among it, since each can be seen for as long as somebody is stopped in the middle of a protocol: a share beside a writer that has entered (a reader adds its share
/// before it looks; a writer gives shares before it lets go), and a lock handed to a slot that is nobody's (the heir left; who handed it takes it back).
/// </remarks>
internal sealed class LockChecks(RegionSight region, LockEntry entry, Findings findings)
{
    private readonly bool _isReaderWriter = entry.Kind == LockKind.ReaderWriterLock;
    private readonly string _what = entry.Name.Length == 0 ? $"the {entry.Kind}" : $"the {entry.Kind} '{entry.Name}'";

    public void Run()
    {
        findings.Check(Word);
        for (var slot = 0; slot < region.Header.SlotCount && !findings.IsFull; slot++)
        {
            var one = slot;
            findings.Check(() => Cell(one));
        }

        for (var permit = 0; entry.Kind == LockKind.Semaphore && permit < entry.Count && !findings.IsFull; permit++)
        {
            var one = permit;
            findings.Check(() => Permit(one));
        }
    }

    private string? Word()
    {
        var word = region.Long(entry.Offset);
        var isPossible = entry.Kind switch
        {
            LockKind.Mutex => OwnerWord.IsPossible(word, region.Header.SlotCount) && (word & (OwnerWord.Draining | OwnerWord.Readers)) == 0,
            LockKind.ReaderWriterLock => OwnerWord.IsPossible(word, region.Header.SlotCount)
                && (word & (OwnerWord.Draining | OwnerWord.Handed)) != (OwnerWord.Draining | OwnerWord.Handed),
            LockKind.ManualResetEvent or LockKind.AutoResetEvent => (word & ~EventCore.Known) == 0,
            LockKind.Once => OnceCore.IsPossible(word, region.Header.SlotCount),
            _ => true,
        };
        if (!isPossible)
        {
            return $"The word of {_what} is 0x{word:X16}, which no participant writes.";
        }

        return entry.Kind switch
        {
            LockKind.Mutex or LockKind.ReaderWriterLock when (word & OwnerWord.Handed) == 0 => Owner(entry.Offset, word, "is owned"),
            LockKind.Once => Owner(entry.Offset, word, "is being done"),
            _ => null,
        };
    }

    private string? Permit(int index)
    {
        var offset = LockLayout.PermitOf(entry.Offset, region.Header.SlotCount, index);
        var word = region.Long(offset);
        return OwnerWord.IsPossiblePermit(word, region.Header.SlotCount)
            ? Owner(offset, word, $"has its permit {index} held")
            : $"Permit {index} of {_what} is 0x{word:X16}, which no participant writes.";
    }

    // The owner's slot and the doer's are in the same bits.
    private string? Owner(long offset, long word, string verb)
    {
        var slot = OwnerWord.SlotOf(word);
        return slot >= 0 && !RegionSight.IsLive(region.State(slot)) && region.Long(offset) == word
            ? $"{Capital(_what)} {verb} by slot {slot}, which is nobody's."
            : null;
    }

    private string? Cell(int slot)
    {
        var offset = LockLayout.CellOf(entry.Offset, slot);
        var state = region.State(slot);
        var bell = region.Int(offset);
        var readers = region.Long(offset + CellLayout.ReadersOffset);
        var arrival = region.Long(offset + CellLayout.ArrivalOffset);
        var (readerBell, share) = ((int)readers, (int)(readers >> 32));
        var isNobodys = !RegionSight.IsLive(state) && region.State(slot) == state;
        return !IsBell(bell) ? $"The bell of slot {slot} in {_what} says {bell}, which no bell says there."
            : _isReaderWriter && readerBell is not (Bell.Idle or Bell.Waits or Bell.Sleeps or Bell.Rung or Bell.Given)
                ? $"The bell of the readers of slot {slot} in {_what} says {readerBell}, which no bell says there."
            : _isReaderWriter && share < 0 ? $"Slot {slot} has {share} shares of {_what}."
            : !_isReaderWriter && readers != 0 ? $"Slot {slot} has readers of {_what}, which has none."
            : entry.Kind != LockKind.Barrier && arrival != 0 ? $"Slot {slot} has arrived at {_what}, which is no barrier."
            : isNobodys && (bell != 0 || readers != 0 || arrival != 0)
                ? $"Slot {slot} is nobody's, and has left something in {_what}: bell {bell}, bell of readers {readerBell}, {share} shares, arrival {arrival}."
            : entry.Kind == LockKind.Barrier ? Arrival(slot, arrival)
            : null;
    }

    private bool IsBell(int bell) => bell is Bell.Idle or Bell.Waits or Bell.Sleeps or Bell.Rung
        || (bell is (Bell.Waits | Bell.Starves) or (Bell.Sleeps | Bell.Starves) && entry.Kind is LockKind.Mutex or LockKind.ReaderWriterLock);

    private string? Arrival(int slot, long arrival)
    {
        if (arrival is 0 or 1)
        {
            return null;
        }

        // A phase moves on only when every member has arrived for it, so nobody is more than one behind.
        var word = region.Long(entry.Offset);
        var now = region.Long(LockLayout.CellOf(entry.Offset, slot) + CellLayout.ArrivalOffset);
        if (region.Long(entry.Offset) != word || now != arrival)
        {
            return null;
        }

        var phase = BarrierCore.PhaseOf(word);
        var arrived = (arrival >> 1) - 1;
        return (arrival & 1) == 1 && arrival > 0 && unchecked((uint)(phase - arrived)) <= 1
            ? null
            : $"Slot {slot} says {arrival} at {_what}, which is in phase {phase}.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
