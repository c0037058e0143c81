using System.Globalization;

namespace Mapwire;

/// <summary>One lock in a region as one participant works with it: the part that all kinds share.</summary>
internal abstract class LockCore
{
    private int _isOpen;

    /// <param name="region">The region.</param>
    /// <param name="entry">What the directory says of the lock.</param>
    protected LockCore(Region region, LockEntry entry)
    {
        Region = region;
        Entry = entry;
    }

    public Region Region { get; }

    public LockEntry Entry { get; }

    /// <summary>For messages: which lock.</summary>
    public string Name => Entry.Name.Length == 0 ? Region.Name : $"{Entry.Name} in {Region.Name}";

    /// <summary>Puts right what a participant that died or leaves left half-done. May be repeated from its start.</summary>
    public abstract void Recover(int slot, bool died);

    /// <summary>Ends this participant's waits.</summary>
    public abstract void Close(Exception reason);

    /// <summary>Whether nobody else of this participant has it open; it is taken then.</summary>
    public bool TryOpen() => Interlocked.Exchange(ref _isOpen, 1) == 0;

    public void Reopenable() => Volatile.Write(ref _isOpen, 0);

    protected ref long Word => ref Region.Long(Entry.Offset);

    protected ref long Notice => ref Region.Long(Entry.Offset + LockLayout.NoticeOffset);

    protected long CellOf(int slot) => Entry.Offset + LockLayout.HeadSize + ((long)slot * CellLayout.CellSize);

    protected long BellOf(int slot) => CellOf(slot);

    /// <summary>Rings the next one who waits after a slot, going round the table; says whether there was one.</summary>
    protected bool TryRingNext(int slot)
    {
        var used = Region.Slots.Used;
        for (var i = 1; i <= used; i++)
        {
            if (Region.TryRing(BellOf((slot + i) % used)))
            {
                return true;
            }
        }

        return false;
    }

    protected void RingAll()
    {
        for (int slot = 0, used = Region.Slots.Used; slot < used; slot++)
        {
            _ = Region.TryRing(BellOf(slot));
        }
    }

    protected void Silence(int slot) => _ = Interlocked.Exchange(ref Region.Int(BellOf(slot)), Bell.Idle);

    protected InvalidRegionException Damage(long word, string expected) => Region.Damage(
        $"{Entry.Kind} word of {(Entry.Name.Length == 0 ? "the lock" : Entry.Name)}", "0x" + word.ToString("X16", CultureInfo.InvariantCulture), expected);
}
