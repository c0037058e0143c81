namespace Mapwire;

/// <summary>A queue, looked at from outside: every word through the view, which checks where it lies.</summary>
internal sealed class QueueSight
{
    private readonly RegionSight _region;
    private readonly long _hands;
    private readonly long _lanes;

    /// <param name="region">A region that is a queue.</param>
    /// <exception cref="InvalidRegionException">The queue's header says what cannot be.</exception>
    public QueueSight(RegionSight region)
    {
        _region = region;
        Memory = new QueueMemory(region.View, region.Header, region.Name);
        _hands = Memory.CellOf(Memory.Slots);
        _lanes = QueueMemory.LanesOffset(region.Header.BodyOffset, Memory.Slots, Memory.Hands);
    }

    public QueueMemory Memory { get; }

    public RegionSight Region => _region;

    public ref readonly QueueLayout Queue => ref _region.View.ReadOnlyAt<QueueLayout>(_region.Header.BodyOffset);

    public int Completed => Volatile.Read(in Queue.Completed);

    public ref readonly QueueCellLayout Cell(int slot) => ref _region.View.ReadOnlyAt<QueueCellLayout>(Memory.CellOf(slot));

    public ref readonly HandLayout Hand(int hand) => ref _region.View.ReadOnlyAt<HandLayout>(_hands + ((long)hand * HandLayout.HandSize));

    public ref readonly LaneLayout Lane(int lane) => ref _region.View.ReadOnlyAt<LaneLayout>(_lanes + ((long)lane * LaneLayout.LaneSize));

    public long Head(int lane) => Volatile.Read(in Lane(lane).Head);

    /// <summary>The writer's newer mark.</summary>
    public LaneMarkLayout Mark(int lane) => LaneMarks.Read(in Lane(lane));

    public HandState State(int hand) => new(Volatile.Read(in Hand(hand).State));

    public ReadOnlySpan<byte> Error => _region.View.AsReadOnlySpan(
        _region.Header.BodyOffset + QueueLayout.ErrorOffset, Math.Clamp(Volatile.Read(in Queue.ErrorLength), 0, QueueLayout.MostErrorBytes));

    /// <summary>What a hand has, if it stood still while it was read, and has anything; else null.</summary>
    public HandSight? TryRead(int hand)
    {
        var state = State(hand);
        if (state.Kind is not (HandState.Intent or HandState.Held or HandState.Orphan))
        {
            return null;
        }

        ref readonly var shared = ref Hand(hand);
        var start = Volatile.Read(in shared.Start);
        var next = Volatile.Read(in shared.Next);
        var (lane, end) = (Volatile.Read(in shared.Lane), Volatile.Read(in shared.End));
        return State(hand) == state && Volatile.Read(in shared.Start) == start ? new HandSight(hand, state, lane, start, next, end) : null;
    }

    /// <summary>Whether a hand still has what it had when it was read.</summary>
    public bool Stands(in HandSight hand) => State(hand.Number) == hand.State && Volatile.Read(in Hand(hand.Number).Start) == hand.Start;

    /// <summary>Goes over the records from one position to another, or to where none is published.</summary>
    /// <param name="lane">Which lane.</param>
    /// <param name="from">Where a record begins.</param>
    /// <param name="to">Where to stop.</param>
    /// <param name="mark">A position of which is told whether a record begins or ends there.</param>
    public LaneStretch Walk(int lane, long from, long to, long mark)
    {
        var (words, bits) = (Memory.LaneWords, Memory.LaneBits);
        var (position, messages, before) = (from, 0L, -1L);
        while (true)
        {
            before = position == mark ? messages : before;
            if (position >= to || position - from >= words)
            {
                return new LaneStretch(position, messages, before, LaneWalk.Found.Records);
            }

            var at = position & (words - 1);
            var word = Volatile.Read(in _region.View.ReadOnlyAt<long>(Memory.RingOffset(lane) + (at * LaneRecord.WordSize)));
            if (word == 0)
            {
                return new LaneStretch(position, messages, before, LaneWalk.Found.Nothing);
            }

            var size = LaneRecord.WordsOf(word);
            var isMessage = LaneRecord.StampOf(word) == LaneRecord.StampOf(position, bits, LaneRecord.Message) && size <= words - at;
            if (!isMessage && !(LaneRecord.StampOf(word) == LaneRecord.StampOf(position, bits, LaneRecord.Pad) && size == words - at && at != 0))
            {
                return new LaneStretch(position, messages, before, LaneWalk.Found.Damage);
            }

            messages += isMessage ? 1 : 0;
            position += size;
        }
    }
}
