namespace Mapwire;

/// <summary>Where in this process the parts of a topic lie, and how far its publishers may write.</summary>
internal sealed unsafe class TopicMemory : LaneMemory
{
    // Nobody makes marks so fast that none of so many looks falls between two.
    private const int MostLooks = 1 << 20;
    private const int MostStretch = 1024;
    private const int MostKept = 1024;
    private const long MostPosition = 1L << 50;
    private readonly byte* _start;
    private readonly long _cells;
    private readonly long _cellSize;
    private readonly long _kept;

    /// <param name="view">All of the region.</param>
    /// <param name="header">The region's header.</param>
    /// <param name="name">The region's name.</param>
    /// <exception cref="InvalidRegionException">The topic's own header says what cannot be.</exception>
    public TopicMemory(MapView view, RegionHeader header, string name)
        : base(view, header, name, TopicLayout.TopicSize)
    {
        _start = Start;
        var read = view.ReadOnlyAt<TopicLayout>(Body);
        ReadShape(view, read.LaneCount, read.LaneBytes, read.TypeLength, read.TypeSize);
        Stretch = StretchOf(LaneWords);
        KeptWords = KeptWordsOf(LaneWords);
        _cells = Body + TopicLayout.TopicSize;
        _cellSize = CellSizeFor(Lanes);
        LanesStart = _cells + (Slots * _cellSize);
        _kept = LanesStart + ((long)Lanes * LaneLayout.LaneSize);
        RingsStart = RingsOffset(Body, Slots, Lanes, LaneBytes);
        var frames = RequireFrames(read.FrameCount, read.FrameBytes);
        RequireSize(header, SizeFor(Body, Slots, Lanes, LaneBytes, frames));
        SetFrames(frames, Slots);
    }

    /// <summary>How many words a publisher may write before it says again how far it goes.</summary>
    public long Stretch { get; }

    /// <summary>Of so many words each the place of one record is kept.</summary>
    public long KeptWords { get; }

    /// <summary>How many places are kept of a lane.</summary>
    public long Kept => LaneWords / KeptWords;

    /// <summary>Slots from this on have never been used. A number that cannot be stands for all of them.</summary>
    public int SlotsUsed => Volatile.Read(ref ((RegionLayout*)_start)->SlotsUsed) is >= 0 and var used && used <= Slots ? used : Slots;

    public TopicCellLayout* Cell(int slot) => (TopicCellLayout*)(_start + CellOf(slot));

    public TopicCursorLayout* Cursor(int slot, int lane) => (TopicCursorLayout*)(_start + CellOf(slot) + TopicCellLayout.CellSize) + lane;

    /// <summary>The kept mark for a position: of the first record that began in the same <see cref="KeptWords"/>, if it has not been replaced.</summary>
    public LaneMarkLayout* KeptMark(int lane, long position) => (LaneMarkLayout*)(_start + _kept) + (lane * Kept) + ((position / KeptWords) & (Kept - 1));

    public override long CellOf(int slot) => _cells + (slot * _cellSize);

    public SubscriberState State(int slot) => new(Volatile.Read(ref Cell(slot)->State));

    /// <summary>Up to where a lane's publisher has said that it writes: what lies a ring before that may be written over at any moment.</summary>
    public long Limit(int lane) => Volatile.Read(ref Lane(lane)->Limit);

    /// <summary>Whether what was read at a position, before this, was not written over when it was read.</summary>
    public bool IsWhole(int lane, long position)
    {
        // Pairs with the fence between Limit and the writing in LimitFor: who has read what was written later sees the later Limit.
        Volatile.ReadBarrier();
        return position >= Limit(lane) - LaneWords;
    }

    public override long LimitFor(int lane, long tail, long wanted, ref long bound)
    {
        ref var shared = ref Lane(lane)->Limit;
        var said = Volatile.Read(ref shared);
        bound = BoundOf(lane, tail);
        var end = Math.Min(bound + LaneWords, tail + Math.Max(wanted, Stretch + 1));
        if (end - tail < wanted)
        {
            return Math.Clamp(said, tail, Math.Max(tail, end));
        }

        if (end > said)
        {
            // Full fence: who joins makes it too, between its cursor and its look at Limit; either it is seen below, or it sees this. And nothing is written before this is to be seen.
            _ = Interlocked.Exchange(ref shared, end);
            bound = BoundOf(lane, tail);
        }

        return Math.Max(tail, Math.Min(end, bound + LaneWords));
    }

    /// <summary>Whether the publisher of a lane waits for a slot as much as for any.</summary>
    public bool IsSlowest(int slot, int lane, long bound) => State(slot).IsBounding && PositionOf(slot, lane) <= bound;

    public override long BoundFor(int lane, long tail) => BoundOf(lane, tail);

    public override void Succeeded(int lane, LaneMarkLayout mark)
    {
        var limit = Limit(lane);
        if (limit < mark.Tail || limit > mark.Tail + LaneWords)
        {
            throw Damage($"limit of lane {lane}", limit, $"{mark.Tail} to {mark.Tail + LaneWords}");
        }

        Marked(lane, mark);
    }

    public override void Marked(int lane, LaneMarkLayout mark)
    {
        ref var kept = ref *KeptMark(lane, mark.Tail);
        if (kept.Tail / KeptWords == mark.Tail / KeptWords && kept.Tail >= 0)
        {
            return;
        }

        // What it tells of is not changed before it says nothing, nor does it say something before that was changed: pairs with the acquires in TryKept.
        Volatile.Write(ref kept.Tail, -1);
        Volatile.WriteBarrier();
        Volatile.Write(ref kept.Written, mark.Written);
        Volatile.Write(ref kept.Tail, mark.Tail);
    }

    /// <summary>The kept mark of the words from a position on, if there is one.</summary>
    public bool TryKept(int lane, long position, out LaneMarkLayout mark)
    {
        ref var kept = ref *KeptMark(lane, position);
        mark = new LaneMarkLayout { Tail = Volatile.Read(ref kept.Tail), Written = Volatile.Read(ref kept.Written) };
        return mark.Tail >= 0 && mark.Tail / KeptWords == position / KeptWords && mark.Written >= 0 && Volatile.Read(ref kept.Tail) == mark.Tail;
    }

    /// <summary>The newer mark of a lane's publisher, checked.</summary>
    public LaneMarkLayout NewestMark(int lane)
    {
        if (!LaneMarks.TryRead(in *Lane(lane), MostLooks, out var mark))
        {
            throw Damage($"mark of lane {lane}", mark.Tail, "one that stands still for long enough to be read");
        }

        return mark.Tail is >= 0 and <= MostPosition && mark.Written >= 0 && mark.Written <= mark.Tail
            ? mark
            : throw Damage($"mark of lane {lane}", mark.Tail, $"0 to {MostPosition}, and no more messages than words");
    }

    public override InvalidOperationException NoLane(string owners) =>
        new($"{Name} has room for {Lanes} publishers, and all of it is taken, by {owners}. Close some, or create it with more MaxPublishers.");

    /// <summary>The size of a body.</summary>
    public static long SizeFor(long body, int slots, int lanes, long laneBytes, (int Count, int Bytes) frames) =>
        FrameMemory.EndFor(checked(RingsOffset(body, slots, lanes, laneBytes) + (lanes * laneBytes)), slots, frames.Count, frames.Bytes) - body;

    private static long CellSizeFor(int lanes) =>
        TopicCellLayout.CellSize + ((((long)lanes * TopicCursorLayout.CursorSize) + (SlotLayout.SlotSize - 1)) / SlotLayout.SlotSize * SlotLayout.SlotSize);

    private static long RingsOffset(long body, int slots, int lanes, long laneBytes)
    {
        var words = laneBytes / LaneRecord.WordSize;
        var marks = words / KeptWordsOf(words) * LaneMarkLayout.MarkSize;
        return RingsBehind(body + TopicLayout.TopicSize + (slots * CellSizeFor(lanes)) + (lanes * (LaneLayout.LaneSize + marks)));
    }

    private static long StretchOf(long words) => Math.Min(MostStretch, words / 16);

    private static long KeptWordsOf(long words) => Math.Max(StretchOf(words), words / MostKept);

    private long PositionOf(int slot, int lane) => Volatile.Read(ref Cursor(slot, lane)->Position);

    // The least of where those are for whom publishers wait. One that is joining may be late, and chooses again; until then there is no room.
    private long BoundOf(int lane, long tail)
    {
        var bound = tail;
        for (int slot = 0, used = SlotsUsed; slot < used; slot++)
        {
            // acquire, each: pair with the exchange that says Joining, and with the release of a cursor by who needs no longer what lies before it
            if (State(slot).IsBounding)
            {
                bound = Math.Min(bound, PositionOf(slot, lane));
            }
        }

        return Math.Max(bound, tail - LaneWords);
    }
}
