using System.Globalization;
using System.Text;

namespace Mapwire;

/// <summary>Reads directory entries, copied once and checked.</summary>
internal static class LockEntryReader
{
    public static long OffsetOf(RegionHeader header, int index) =>
        header.BodyOffset + LocksLayout.HeaderSize + ((long)index * LockEntryLayout.EntrySize);

    /// <summary>An entry; null while it is free.</summary>
    /// <exception cref="InvalidRegionException">It says what cannot be.</exception>
    public static LockEntry? Read(Region region, int index, int count) => Read(region.View, region.Header, region.Name, index, count);

    public static LockEntry? Read(MapView view, RegionHeader header, string region, int index, int count)
    {
        var offset = OffsetOf(header, index);

        // acquire: pairs with the release of who made the entry
        var ready = Volatile.Read(in view.ReadOnlyAt<LockEntryLayout>(offset).IsReady);
        if (ready == 0)
        {
            return null;
        }

        var read = view.ReadOnlyAt<LockEntryLayout>(offset);
        var kind = (LockKind)read.Kind;
        Require(ready == 1, "ready word", ready, "0 or 1");
        Require(Enum.IsDefined(kind) && kind != LockKind.None, "kind", read.Kind, "1 to 7");
        var most = kind switch
        {
            LockKind.Semaphore => LockLayout.MostPermits,
            LockKind.Barrier => header.SlotCount,
            _ => 0,
        };
        Require(read.Count >= (most == 0 ? 0 : 1) && read.Count <= most, "count", read.Count, $"at most {most.ToString(CultureInfo.InvariantCulture)}");
        Require(read.Size == LockLayout.SizeOf(kind, read.Count, header.SlotCount), "size", read.Size, "that of its kind");
        var first = OffsetOf(header, count);
        Require(read.Offset >= first && read.Offset % 128 == 0 && read.Offset <= header.Size - read.Size, "offset", read.Offset, "one in the body");
        Require(read.NameLength is >= 0 and <= LockEntryLayout.MostNameBytes, "name length", read.NameLength, $"0 to {LockEntryLayout.MostNameBytes}");
        var name = view.AsReadOnlySpan(offset + LockEntryLayout.NameOffset, LockEntryLayout.MostNameBytes).ToArray();
        return new LockEntry(Encoding.UTF8.GetString(name, 0, read.NameLength), kind, read.Offset, read.Size, read.Count);

        void Require(bool isRight, string field, long found, string expected)
        {
            if (!isRight)
            {
                throw Throw.Damaged(
                    region,
                    $"{field} of lock entry {index.ToString(CultureInfo.InvariantCulture)}",
                    found.ToString(CultureInfo.InvariantCulture),
                    expected);
            }
        }
    }
}
