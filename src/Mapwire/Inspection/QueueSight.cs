namespace Mapwire;

/// <summary>A queue, looked at from outside: every word through the view, which checks where it lies.</summary>
internal sealed class QueueSight : LaneSight
{
    private readonly RegionSight _region;
    private readonly long _hands;

    /// <param name="region">A region that is a queue.</param>
    /// <exception cref="InvalidRegionException">The queue's header says what cannot be.</exception>
    public QueueSight(RegionSight region)
        : this(region, new QueueMemory(region.View, region.Header, region.Name))
    {
    }

    private QueueSight(RegionSight region, QueueMemory memory)
        : base(region, memory, QueueMemory.LanesOffset(region.Header.BodyOffset, memory.Slots, memory.Hands))
    {
        (_region, Memory) = (region, memory);
        _hands = memory.CellOf(memory.Slots);
    }

    public QueueMemory Memory { get; }

    public ref readonly QueueLayout Queue => ref _region.View.ReadOnlyAt<QueueLayout>(_region.Header.BodyOffset);

    public ref readonly QueueCellLayout Cell(int slot) => ref _region.View.ReadOnlyAt<QueueCellLayout>(Memory.CellOf(slot));

    public ref readonly HandLayout Hand(int hand) => ref _region.View.ReadOnlyAt<HandLayout>(_hands + ((long)hand * HandLayout.HandSize));

    public long Head(int lane) => Volatile.Read(in Lane(lane).Head);

    public HandState State(int hand) => new(Volatile.Read(in Hand(hand).State));

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
}
