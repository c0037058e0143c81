using System.Globalization;

namespace Mapwire;

/// <summary>One lock in a region as one participant works with it: the part that all kinds share.</summary>
internal abstract class LockCore
{
    private readonly int _number = Usage.NewNumber();
    private int _isOpen;
    private volatile bool _isClosed;

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

    /// <summary>Ends this participant's waits, and waits until the waiters are gone.</summary>
    public abstract void Close(Exception reason);

    /// <summary>Ends this participant's waits.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>Wakes this participant's waiters.</summary>
    public abstract void Rouse();

    /// <summary>Keeps the lock and its region as they are while this thread works in them.</summary>
    /// <exception cref="ObjectDisposedException">The lock, or the handle on its region, is closed.</exception>
    public RegionUse Use()
    {
        var use = Region.Use(_number);
        if (_isClosed)
        {
            use.Dispose();
            throw Throw.LockClosed(Name);
        }

        return use;
    }

    /// <summary>The same, for who has nothing to do in a lock that is closed.</summary>
    public bool TryUse(out RegionUse use)
    {
        if (!Region.TryUse(out use, _number))
        {
            return false;
        }

        var isOpen = !_isClosed;
        if (!isOpen)
        {
            use.Dispose();
        }

        return isOpen;
    }

    /// <summary>Closes the lock, while the region stays open, and takes back what this participant has of it.</summary>
    public void Shut()
    {
        _isClosed = true;
        Close(Throw.LockClosed(Name));
        Usage.AwaitNoneInLock(_number);
        Recover(Region.Slot, died: false);
    }

    /// <summary>Whether nobody else of this participant has it open; it is taken then.</summary>
    public bool TryOpen() => Interlocked.Exchange(ref _isOpen, 1) == 0;

    protected ref long Word => ref Region.Long(Entry.Offset);

    protected ref long Notice => ref Region.Long(Entry.Offset + LockLayout.NoticeOffset);

    protected long CellOf(int slot) => slot < 0
        ? throw new InvalidOperationException($"{Name} is used by a handle that has no slot.")
        : Entry.Offset + LockLayout.HeadSize + ((long)slot * CellLayout.CellSize);

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

    protected virtual void RingAll()
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
