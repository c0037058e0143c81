using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mapwire;

/// <summary>Where in this process the parts of a queue lie. What the region says of their number and size is read once, here, and checked.</summary>
internal sealed unsafe class QueueMemory
{
    /// <summary>The smallest ring in bytes.</summary>
    public const long LeastLaneBytes = 4096;

    /// <summary>The largest ring in bytes.</summary>
    public const long MostLaneBytes = 1L << 40;

    /// <summary>Hands are numbered with 12 bits, and one number says none.</summary>
    public const int MostHands = LaneHead.NoHand;

    private const int Page = 4096;
    private readonly byte* _start;
    private readonly long _body;
    private readonly long _cells;
    private readonly long _hands;
    private readonly long _lanes;
    private readonly long _rings;

    /// <param name="view">All of the region.</param>
    /// <param name="header">The region's header.</param>
    /// <param name="name">The region's name.</param>
    /// <exception cref="InvalidRegionException">The queue's own header says what cannot be.</exception>
    public QueueMemory(MapView view, RegionHeader header, string name)
    {
        Name = name;
        _start = (byte*)view.Address;
        _body = header.BodyOffset;
        Queue = (QueueLayout*)(_start + _body);
        if (header.BodySize < QueueLayout.QueueSize)
        {
            throw Damage("body size", header.BodySize, $"{QueueLayout.QueueSize} or more");
        }

        var read = view.ReadOnlyAt<QueueLayout>(_body);
        Slots = header.SlotCount;
        Lanes = Require(read.LaneCount, 1, RegionLayout.MostSlots, "number of lanes");
        Hands = Require(read.HandCount, Slots, MostHands, "number of hands");
        LaneBytes = BitOperations.IsPow2(read.LaneBytes) && read.LaneBytes is >= LeastLaneBytes and <= MostLaneBytes
            ? read.LaneBytes
            : throw Damage("size of a lane", read.LaneBytes, $"a power of two from {LeastLaneBytes} to {MostLaneBytes}");
        FullMode = (QueueFullMode)Require(read.FullMode, 0, (int)QueueFullMode.DropOldest, "full mode");
        Flags = Require(read.Flags, 0, QueueLayout.OneReader | QueueLayout.OneWriter, "flags");
        TypeSize = Require(read.TypeSize, 0, int.MaxValue, "size of the messages' type");
        var type = view.AsReadOnlySpan(_body + QueueLayout.TypeOffset, Require(read.TypeLength, 0, QueueLayout.MostTypeBytes, "length of the type's name"));
        TypeName = Encoding.UTF8.GetString(type);
        LaneBits = BitOperations.Log2((ulong)(LaneBytes / LaneRecord.WordSize));
        _cells = _body + QueueLayout.QueueSize;
        _hands = HandsOffset(_body, Slots);
        _lanes = LanesOffset(_body, Slots, Hands);
        _rings = RingsOffset(_body, Slots, Hands, Lanes);
        var size = SizeFor(_body, Slots, Hands, Lanes, LaneBytes);
        if (header.BodySize != size)
        {
            throw Damage("body size", header.BodySize, size.ToString(CultureInfo.InvariantCulture));
        }
    }

    public string Name { get; }

    public int Slots { get; }

    public int Lanes { get; }

    public int Hands { get; }

    public long LaneBytes { get; }

    public QueueFullMode FullMode { get; }

    public int Flags { get; }

    public int TypeSize { get; }

    public string TypeName { get; }

    /// <summary>How many bits a position within the ring has, in words.</summary>
    public int LaneBits { get; }

    public long LaneWords => 1L << LaneBits;

    /// <summary>Behind so many words no other record begins in what is claimed at once.</summary>
    public long MostRunWords => LaneWords / 8;

    /// <summary>Whether only one participant moves Head on; a writer that drops the oldest does too.</summary>
    public bool HasOnlyReader => (Flags & QueueLayout.OneReader) != 0 && FullMode != QueueFullMode.DropOldest;

    /// <summary>The longest message: with its word it takes half a ring at most, so that it fits beside any pad.</summary>
    public int MostMessageBytes => MostMessageBytesOf(LaneBytes);

    public QueueLayout* Queue { get; }

    public int HandsUsed => Math.Clamp(Volatile.Read(ref Queue->HandsUsed), 0, Hands);

    public int LanesUsed => Math.Clamp(Volatile.Read(ref Queue->LanesUsed), 0, Lanes);

    public QueueCellLayout* Cell(int slot) => (QueueCellLayout*)(_start + CellOf(slot));

    public HandLayout* Hand(int hand) => (HandLayout*)(_start + _hands) + hand;

    public LaneLayout* Lane(int lane) => (LaneLayout*)(_start + _lanes) + lane;

    public byte* Ring(int lane) => _start + _rings + (lane * LaneBytes);

    /// <summary>Where the word of a position lies.</summary>
    public long* Word(int lane, long position) => (long*)Ring(lane) + (position & (LaneWords - 1));

    /// <summary>Where in the region a ring begins.</summary>
    public long RingOffset(int lane) => _rings + (lane * LaneBytes);

    public long CellOf(int slot) => _cells + ((long)slot * QueueCellLayout.CellSize);

    public static int MostMessageBytesOf(long laneBytes) => (int)Math.Min(int.MaxValue - Page, (laneBytes / 2) - (2 * LaneRecord.WordSize));

    /// <summary>Says that a number below this was used.</summary>
    public static void Raise(ref int shared, int used)
    {
        int before;
        while ((before = Volatile.Read(ref shared)) < used && Interlocked.CompareExchange(ref shared, used, before) != before)
        {
        }
    }

    /// <summary>The size of a body.</summary>
    public static long SizeFor(long body, int slots, int hands, int lanes, long laneBytes) =>
        checked(RingsOffset(body, slots, hands, lanes) + (lanes * laneBytes) - body);

    /// <summary>Where in the region the lanes begin.</summary>
    public static long LanesOffset(long body, int slots, int hands) => HandsOffset(body, slots) + ((long)hands * HandLayout.HandSize);

    /// <summary>The slots of those who write.</summary>
    public List<int> Owners()
    {
        List<int> owners = [];
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (Volatile.Read(ref Lane(lane)->Owner) - 1 is >= 0 and var slot && slot < Slots)
            {
                owners.Add(slot);
            }
        }

        return owners;
    }

    public InvalidRegionException Damage(string field, long found, string expected) =>
        Throw.Damaged(Name, field, found.ToString(CultureInfo.InvariantCulture), expected);

    public InvalidOperationException NoHand() => new(
        $"{Name} has all of its {Hands} hands in use, one for each reader and each lease. Close readers or finish leases first, or create it with more MaxParticipants.");

    private static long HandsOffset(long body, int slots) => body + QueueLayout.QueueSize + ((long)slots * QueueCellLayout.CellSize);

    private static long RingsOffset(long body, int slots, int hands, int lanes) =>
        ((LanesOffset(body, slots, hands) + ((long)lanes * LaneLayout.LaneSize) + (Page - 1)) / Page * Page) + LaneRecord.RingOffset;

    private int Require(int found, int least, int most, string field) =>
        found >= least && found <= most ? found : throw Damage(field, found, $"{least} to {most}");
}
