using System.Globalization;

namespace Mapwire;

/// <summary>A region's header, copied out of the shared memory once and checked.</summary>
internal sealed record RegionHeader(
    RegionKind Kind, long Size, ulong SchemaHash, ulong Id, int SlotCount, long BodyOffset, long BodySize, DateTime Created, bool ReachesOthers)
{
    private const string Foreign = "It is a plain map or another program's; open it as a map.";
    private const string OtherVersion = "It was made by another version of Mapwire; let all processes use the same.";

    /// <summary>Whether the creator has finished the header; until then nothing else of it may be believed.</summary>
    public static bool IsReady(MapView view) =>
        IsRegion(view) && Volatile.Read(in view.ReadOnlyAt<RegionLayout>(0).Ready) == 1; // acquire: pairs with the release in Write

    /// <summary>Whether the map says that it is a region at all.</summary>
    public static bool IsRegion(MapView view) =>
        view.Length >= RegionLayout.HeaderSize && view.ReadOnlyAt<RegionLayout>(0).Magic == RegionLayout.RightMagic;

    /// <summary>Where the body of a region with so many slots begins.</summary>
    public static long BodyOffsetFor(int slots) => RegionLayout.HeaderSize + ((long)slots * SlotLayout.SlotSize);

    public static void Write(MapView view, RegionShape shape, int slots, bool reachesOthers)
    {
        ref var header = ref view.At<RegionLayout>(0);
        header = new RegionLayout
        {
            Magic = RegionLayout.RightMagic,
            Version = RegionLayout.RightVersion,
            Kind = (int)shape.Kind,
            Size = view.Length,
            SchemaHash = shape.SchemaHash ?? 0,
            Id = NewId(),
            SlotCount = slots,
            SlotSize = SlotLayout.SlotSize,
            SlotsOffset = RegionLayout.HeaderSize,
            BodyOffset = BodyOffsetFor(slots),
            BodySize = shape.BodySize,
            Created = DateTime.UtcNow.Ticks,
            Flags = reachesOthers ? RegionLayout.ReachesOthers : 0,
        };

        // release: everything before is in place; pairs with the acquire in IsReady
        Volatile.Write(ref header.Ready, 1);
    }

    /// <exception cref="InvalidRegionException">The map is no region, or one that this version cannot use.</exception>
    public static RegionHeader Read(MapView view, string name)
    {
        if (view.Length < RegionLayout.HeaderSize)
        {
            throw new InvalidRegionException(name, "size", Text(view.Length), $"{RegionLayout.HeaderSize} or more", Foreign);
        }

        var read = view.ReadOnlyAt<RegionLayout>(0);
        Require(name, "magic", $"0x{read.Magic:X16}", $"0x{RegionLayout.RightMagic:X16}", Foreign);
        Require(name, "version", Text(read.Version), Text(RegionLayout.RightVersion), OtherVersion);
        Require(name, "ready word", Text(read.Ready), "1", Throw.WrittenOver);
        Require(name, "slot size", Text(read.SlotSize), Text(SlotLayout.SlotSize), OtherVersion);
        Require(name, "slots offset", Text(read.SlotsOffset), Text(RegionLayout.HeaderSize), OtherVersion);
        if (read.SlotCount is < 1 or > RegionLayout.MostSlots)
        {
            throw new InvalidRegionException(name, "slot count", Text(read.SlotCount), $"1 to {RegionLayout.MostSlots}", Throw.WrittenOver);
        }

        Require(name, "body offset", Text(read.BodyOffset), Text(BodyOffsetFor(read.SlotCount)), Throw.WrittenOver);
        Require(name, "size", Text(read.Size), Text(view.Length), Throw.WrittenOver);
        if (read.Size <= read.BodyOffset)
        {
            throw new InvalidRegionException(name, "size", Text(read.Size), $"more than its body offset, {Text(read.BodyOffset)}", Throw.WrittenOver);
        }

        Require(name, "body size", Text(read.BodySize), Text(view.Length - read.BodyOffset), Throw.WrittenOver);
        if (read.Kind == 0 || !Enum.IsDefined((RegionKind)read.Kind))
        {
            throw new InvalidRegionException(name, "kind", Text(read.Kind), "one that this version knows", OtherVersion);
        }

        return new RegionHeader(
            (RegionKind)read.Kind, read.Size, read.SchemaHash, read.Id, read.SlotCount, read.BodyOffset, read.BodySize, Utc.OfTicks(read.Created),
            (read.Flags & RegionLayout.ReachesOthers) != 0);
    }

    public void RequireShape(RegionShape shape, string name)
    {
        Require(name, "kind", Kind.ToString(), shape.Kind.ToString(), "Open it as what it is.");
        Require(name, "schema hash", $"0x{SchemaHash:X16}", $"0x{shape.SchemaHash ?? SchemaHash:X16}", "Its contents are of another type than this program's.");
    }

    private static void Require(string name, string field, string found, string expected, string advice)
    {
        if (found != expected)
        {
            throw new InvalidRegionException(name, field, found, expected, advice);
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static ulong NewId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
