using System.Globalization;

namespace Mapwire;

/// <summary>One lock in a region as one participant works with it: the part that all kinds share.</summary>
/// <param name="region">The region.</param>
/// <param name="entry">What the directory says of the lock.</param>
internal abstract class LockCore(Region region, LockEntry entry) : Waitable(region)
{
    private int _isOpen;

    public LockEntry Entry => entry;

    public override string Name => entry.Name.Length == 0 ? Region.Name : $"{entry.Name} in {Region.Name}";

    /// <summary>Whether nobody else of this participant has it open; it is taken then.</summary>
    public bool TryOpen() => Interlocked.Exchange(ref _isOpen, 1) == 0;

    protected ref long Word => ref Region.Long(Entry.Offset);

    protected long CellOf(int slot) => slot >= 0
        ? LockLayout.CellOf(Entry.Offset, slot)
        : throw new InvalidOperationException($"{Name} is used by a handle that has no slot.");

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
