using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mapwire;

/// <summary>Where in this process the parts of a queue or a topic lie. What the region says of their number and size is read once and checked.</summary>
internal abstract unsafe class LaneMemory
{
    /// <summary>The smallest ring in bytes.</summary>
    public const long LeastLaneBytes = 4096;

    /// <summary>The largest ring in bytes.</summary>
    public const long MostLaneBytes = 1L << 40;

    protected const int Page = 4096;

    /// <param name="view">All of the region.</param>
    /// <param name="header">The region's header.</param>
    /// <param name="name">The region's name.</param>
    /// <param name="headerSize">The size of the queue's or the topic's own header.</param>
    /// <exception cref="InvalidRegionException">There is no room for that.</exception>
    protected LaneMemory(MapView view, RegionHeader header, string name, int headerSize)
    {
        Name = name;
        Start = (byte*)view.Address;
        Body = header.BodyOffset;
        Slots = header.SlotCount;
        Shared = (LaneSharedLayout*)(Start + Body + LaneSharedLayout.Offset);
        if (header.BodySize < headerSize)
        {
            throw Damage("body size", header.BodySize, $"{headerSize} or more");
        }
    }

    public string Name { get; }

    public int Slots { get; }

    public int Lanes { get; private set; }

    public long LaneBytes { get; private set; }

    public int TypeSize { get; private set; }

    /// <summary>The pool of frames; null where there is none.</summary>
    public FrameMemory? Frames { get; private set; }

    public string TypeName { get; private set; } = string.Empty;

    /// <summary>How many bits a position within the ring has, in words.</summary>
    public int LaneBits { get; private set; }

    public long LaneWords => 1L << LaneBits;

    /// <summary>The longest message: with its word it takes half a ring at most, so that it fits beside any pad.</summary>
    public int MostMessageBytes => MostMessageBytesOf(LaneBytes);

    /// <summary>What all lanes have in common.</summary>
    public LaneSharedLayout* Shared { get; }

    public int LanesUsed => Math.Clamp(Volatile.Read(ref Shared->LanesUsed), 0, Lanes);

    /// <summary>What Complete was given.</summary>
    public byte* Error => Start + Body + LaneSharedLayout.ErrorOffset;

    protected byte* Start { get; }

    /// <summary>Where in the region the body begins.</summary>
    protected long Body { get; }

    // Where in the region the lanes and their rings begin.
    protected long LanesStart { get; set; }

    protected long RingsStart { get; set; }

    public LaneLayout* Lane(int lane) => (LaneLayout*)(Start + LanesStart) + lane;

    public byte* Ring(int lane) => Start + RingsStart + (lane * LaneBytes);

    /// <summary>Where the word of a position lies.</summary>
    public long* Word(int lane, long position) => (long*)Ring(lane) + (position & (LaneWords - 1));

    /// <summary>Where in the region a ring begins.</summary>
    public long RingOffset(int lane) => RingsStart + (lane * LaneBytes);

    /// <summary>Where in the region a participant's cell begins, with the bell to read and 8 bytes further the bell to write.</summary>
    public abstract long CellOf(int slot);

    /// <summary>Up to where a lane's writer may write from now on, the word behind its last record included.</summary>
    /// <param name="lane">Which lane.</param>
    /// <param name="tail">Where the writer is.</param>
    /// <param name="wanted">How many words it would write, with the word behind.</param>
    /// <param name="bound">An earlier answer to what is claimed by nobody any more, and the new one; it only grows.</param>
    public abstract long LimitFor(int lane, long tail, long wanted, ref long bound);

    /// <summary>What lies before this is needed by nobody any more; a look beside the writer.</summary>
    public abstract long BoundFor(int lane, long tail);

    /// <summary>The writer has made a mark.</summary>
    public virtual void Marked(int lane, LaneMarkLayout mark)
    {
    }

    /// <summary>A writer has taken a lane, and is at its end.</summary>
    public virtual void Succeeded(int lane, LaneMarkLayout mark)
    {
    }

    /// <summary>What to throw where all lanes are taken.</summary>
    public abstract InvalidOperationException NoLane(string owners);

    public static int MostMessageBytesOf(long laneBytes) => (int)Math.Min(int.MaxValue - Page, (laneBytes / 2) - (2 * LaneRecord.WordSize));

    /// <summary>How large a ring is that has room for so many bytes.</summary>
    public static long LaneBytesFor(long capacity) => (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(capacity, LeastLaneBytes));

    /// <summary>Says that a number below this was used.</summary>
    public static void Raise(ref int shared, int used)
    {
        int before;
        while ((before = Volatile.Read(ref shared)) < used && Interlocked.CompareExchange(ref shared, used, before) != before)
        {
        }
    }

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

    /// <summary>Takes the numbers of the header, checked.</summary>
    protected void ReadShape(MapView view, int lanes, long laneBytes, int typeLength, int typeSize)
    {
        Lanes = Require(lanes, 1, RegionLayout.MostSlots, "number of lanes");
        LaneBytes = BitOperations.IsPow2(laneBytes) && laneBytes is >= LeastLaneBytes and <= MostLaneBytes
            ? laneBytes
            : throw Damage("size of a lane", laneBytes, $"a power of two from {LeastLaneBytes} to {MostLaneBytes}");
        TypeSize = Require(typeSize, 0, int.MaxValue, "size of the messages' type");
        var type = view.AsReadOnlySpan(Body + LaneSharedLayout.TypeOffset, Require(typeLength, 0, LaneSharedLayout.MostTypeBytes, "length of the type's name"));
        TypeName = Encoding.UTF8.GetString(type);
        LaneBits = BitOperations.Log2((ulong)(LaneBytes / LaneRecord.WordSize));
    }

    /// <summary>Takes what the header says of frames, checked.</summary>
    protected (int Count, int Bytes) RequireFrames(int count, int bytes) =>
        (Require(count, 0, FrameMemory.MostCount, "number of frames"), Require(bytes, 0, FrameMemory.MostBytes, "size of a frame"));

    /// <summary>The pool lies behind the rings.</summary>
    /// <param name="frames">How many, and how large.</param>
    /// <param name="holders">How many participants may hold frames by a word of their own.</param>
    protected void SetFrames((int Count, int Bytes) frames, int holders) =>
        Frames = frames.Count == 0 ? null : new FrameMemory(Start, RingsStart + (Lanes * LaneBytes), holders, frames.Count, frames.Bytes);

    protected void RequireSize(RegionHeader header, long size)
    {
        if (header.BodySize != size)
        {
            throw Damage("body size", header.BodySize, size.ToString(CultureInfo.InvariantCulture));
        }
    }

    protected int Require(int found, int least, int most, string field) =>
        found >= least && found <= most ? found : throw Damage(field, found, $"{least} to {most}");

    /// <summary>Where the rings begin that stand behind something.</summary>
    protected static long RingsBehind(long end) => ((end + (Page - 1)) / Page * Page) + LaneRecord.RingOffset;
}
