namespace Mapwire;

/// <summary>Where in this process the parts of a queue lie. What the region says of their number and size is read once, here, and checked.</summary>
internal sealed unsafe class QueueMemory : LaneMemory
{
    /// <summary>Hands are numbered with 12 bits, and one number says none.</summary>
    public const int MostHands = LaneHead.NoHand;

    private readonly byte* _start;
    private readonly long _cells;
    private readonly long _hands;

    /// <param name="view">All of the region.</param>
    /// <param name="header">The region's header.</param>
    /// <param name="name">The region's name.</param>
    /// <exception cref="InvalidRegionException">The queue's own header says what cannot be.</exception>
    public QueueMemory(MapView view, RegionHeader header, string name)
        : base(view, header, name, QueueLayout.QueueSize)
    {
        _start = Start;
        Queue = (QueueLayout*)(_start + Body);
        var read = view.ReadOnlyAt<QueueLayout>(Body);
        Hands = Require(read.HandCount, Slots, MostHands, "number of hands");
        FullMode = (QueueFullMode)Require(read.FullMode, 0, (int)QueueFullMode.DropOldest, "full mode");
        Flags = Require(read.Flags, 0, QueueLayout.OneReader | QueueLayout.OneWriter, "flags");
        ReadShape(view, read.LaneCount, read.LaneBytes, read.TypeLength, read.TypeSize);
        _cells = Body + QueueLayout.QueueSize;
        _hands = HandsOffset(Body, Slots);
        LanesStart = LanesOffset(Body, Slots, Hands);
        RingsStart = RingsOffset(Body, Slots, Hands, Lanes);
        var frames = RequireFrames(read.FrameCount, read.FrameBytes);
        RequireSize(header, SizeFor(Body, Slots, Hands, Lanes, LaneBytes, frames));
        SetFrames(frames, 0);
    }

    public int Hands { get; }

    public QueueFullMode FullMode { get; }

    public int Flags { get; }

    /// <summary>Behind so many words no other record begins in what is claimed at once.</summary>
    public long MostRunWords => LaneWords / 8;

    /// <summary>Whether only one participant moves Head on; a writer that drops the oldest does too.</summary>
    public bool HasOnlyReader => (Flags & QueueLayout.OneReader) != 0 && FullMode != QueueFullMode.DropOldest;

    public QueueLayout* Queue { get; }

    public int HandsUsed => Math.Clamp(Volatile.Read(ref Queue->HandsUsed), 0, Hands);

    public QueueCellLayout* Cell(int slot) => (QueueCellLayout*)(_start + CellOf(slot));

    public HandLayout* Hand(int hand) => (HandLayout*)(_start + _hands) + hand;

    public override long CellOf(int slot) => _cells + ((long)slot * QueueCellLayout.CellSize);

    public override long LimitFor(int lane, long tail, long wanted, ref long bound)
    {
        bound = LaneBound.Of(this, lane, bound, tail, tail);
        return bound + LaneWords;
    }

    public override long BoundFor(int lane, long tail) => LaneBound.Of(this, lane, tail - LaneWords, tail, long.MaxValue);

    public override InvalidOperationException NoLane(string owners) =>
        new($"{Name} has room for {Lanes} writers, and all of it is taken, by {owners}. Close some, or create it with more MaxWriters.");

    /// <summary>The size of a body.</summary>
    public static long SizeFor(long body, int slots, int hands, int lanes, long laneBytes, (int Count, int Bytes) frames) =>
        FrameMemory.EndFor(checked(RingsOffset(body, slots, hands, lanes) + (lanes * laneBytes)), 0, frames.Count, frames.Bytes) - body;

    /// <summary>Where in the region the lanes begin.</summary>
    public static long LanesOffset(long body, int slots, int hands) => HandsOffset(body, slots) + ((long)hands * HandLayout.HandSize);

    public InvalidOperationException NoHand() => new(
        $"{Name} has all of its {Hands} hands in use, one for each reader and each lease. Close readers or finish leases first, or create it with more MaxParticipants.");

    private static long HandsOffset(long body, int slots) => body + QueueLayout.QueueSize + ((long)slots * QueueCellLayout.CellSize);

    private static long RingsOffset(long body, int slots, int hands, int lanes) => RingsBehind(LanesOffset(body, slots, hands) + ((long)lanes * LaneLayout.LaneSize));
}
