namespace Mapwire;

/// <summary>What must hold in latest values at every moment.</summary>
/// <remarks>
/// The newest version is read before and after what it is compared with: where it has not moved, the writer has begun the next version at most, and that is in another buffer. Not among it,
/// since each can be seen for as long as somebody is stopped in the middle of a protocol: a buffer of the next version, whole or not, while the newest is the one before.
/// </remarks>
internal sealed class LatestChecks(LatestSight latest, Findings findings)
{
    private readonly LatestMemory _memory = latest.Memory;
    private readonly RegionSight _region = latest.Region;

    public void Run()
    {
        findings.Check(Schema);
        findings.Check(Newest);
        findings.Check(Writer);
        for (var buffer = 0; buffer < LatestMemory.Buffers; buffer++)
        {
            var one = buffer;
            findings.Check(() => Buffer(one));
        }

        for (var slot = 0; slot < _memory.Slots && !findings.IsFull; slot++)
        {
            var one = slot;
            findings.Check(() => Bell(one));
        }
    }

    private string? Schema()
    {
        var type = new MessageType(_memory.TypeName, _memory.TypeSize);
        return _region.Header.SchemaHash == type.Hash ? null
            : $"The schema is 0x{_region.Header.SchemaHash:X16}, expected 0x{type.Hash:X16} for values of {type}.";
    }

    private string? Newest()
    {
        var newest = latest.Newest;
        if (newest is < 0 or >= LatestMemory.MostVersion)
        {
            return $"The version of the newest value is {newest}, which no writer comes to.";
        }

        if (newest == 0)
        {
            return null;
        }

        // Where it was overtaken each time it moves, and is well.
        var isRead = latest.TryRead(out var version, out var length, out var time);
        return !isRead && latest.Newest == newest ? $"The newest value is of version {newest}, and its buffer has sequence {latest.Sequence(newest)}, expected {newest * 2}."
            : isRead && !_memory.IsLength(length) ? $"The value of version {version} has {length} bytes, of {_memory.Capacity} at most."
            : isRead && time < 0 ? $"The value of version {version} was written at {time}, which is no time."
            : null;
    }

    private string? Writer()
    {
        var word = latest.Writer;
        var slot = LatestWriterWord.SlotOf(word);
        return !LatestWriterWord.IsPossible(word, _memory.Slots) ? $"The word of the writer is 0x{word:X}, which no participant writes."
            : slot >= 0 && !RegionSight.IsLive(_region.State(slot)) && latest.Writer == word ? $"The writer is slot {slot}, which is nobody's."
            : null;
    }

    // Of versions after the newest there is one at most; those before it are whole.
    private string? Buffer(int buffer)
    {
        var newest = latest.Newest;
        var sequence = latest.Sequence(buffer);
        var version = (sequence / 2) + (sequence & 1);
        return newest is < 0 or >= LatestMemory.MostVersion || latest.Newest != newest ? null
            : sequence < 0 || (sequence != 0 && version % LatestMemory.Buffers != buffer)
                ? $"Buffer {buffer} has sequence {sequence}, which is not of a version that is written there."
            : version > newest + 1 || version <= newest - LatestMemory.Buffers ? $"Buffer {buffer} has version {version}, and the newest is {newest}."
            : (sequence & 1) != 0 && version <= newest ? $"Buffer {buffer} has version {version} unfinished, and the newest is {newest}."
            : null;
    }

    private string? Bell(int slot)
    {
        var state = _region.State(slot);
        var bell = latest.Bell(slot);
        var isNobodys = !RegionSight.IsLive(state) && _region.State(slot) == state;
        return bell is not (Mapwire.Bell.Idle or Mapwire.Bell.Waits or Mapwire.Bell.Sleeps or Mapwire.Bell.Rung) ? $"The bell of slot {slot} says {bell}, which no bell says."
            : isNobodys && bell != Mapwire.Bell.Idle ? $"Slot {slot} is nobody's, and has left its bell at {bell}."
            : null;
    }
}
