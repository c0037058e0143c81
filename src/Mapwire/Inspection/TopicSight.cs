namespace Mapwire;

/// <summary>A topic, looked at from outside: every word through the view, which checks where it lies.</summary>
internal sealed class TopicSight : LaneSight
{
    /// <param name="region">A region that is a topic.</param>
    /// <exception cref="InvalidRegionException">The topic's header says what cannot be.</exception>
    public TopicSight(RegionSight region)
        : this(region, new TopicMemory(region.View, region.Header, region.Name))
    {
    }

    private TopicSight(RegionSight region, TopicMemory memory)
        : base(region, memory, memory.CellOf(memory.Slots))
    {
        Memory = memory;
    }

    public TopicMemory Memory { get; }

    public long Limit(int lane) => Volatile.Read(in Lane(lane).Limit);

    public ref readonly TopicCellLayout Cell(int slot) => ref Region.View.ReadOnlyAt<TopicCellLayout>(Memory.CellOf(slot));

    public SubscriberState State(int slot) => new(Volatile.Read(in Cell(slot).State));

    public ref readonly TopicCursorLayout Cursor(int slot, int lane) => ref Region.View.ReadOnlyAt<TopicCursorLayout>(
        Memory.CellOf(slot) + TopicCellLayout.CellSize + ((long)lane * TopicCursorLayout.CursorSize));

    /// <summary>The marks that are kept of a lane and whose records were not written over while they were read, in their order.</summary>
    public List<LaneMarkLayout> Kept(int lane)
    {
        List<LaneMarkLayout> found = [];
        var marks = CellEnd + (lane * Memory.Kept * LaneMarkLayout.MarkSize);
        for (var index = 0L; index < Memory.Kept; index++)
        {
            ref readonly var kept = ref Region.View.ReadOnlyAt<LaneMarkLayout>(marks + (index * LaneMarkLayout.MarkSize));
            var mark = new LaneMarkLayout { Tail = Volatile.Read(in kept.Tail), Written = Volatile.Read(in kept.Written) };
            var isOne = mark.Tail >= 0 && ((mark.Tail / Memory.KeptWords) & (Memory.Kept - 1)) == index && Volatile.Read(in kept.Tail) == mark.Tail;
            if (isOne && IsWhole(lane, mark.Tail))
            {
                found.Add(mark);
            }
        }

        found.Sort((one, other) => one.Tail.CompareTo(other.Tail));
        return found;
    }

    /// <summary>Whether what was read at a position was not written over when it was read.</summary>
    public bool IsWhole(int lane, long position) => Memory.IsWhole(lane, position);

    // Where the lanes end and what is kept of them begins.
    private long CellEnd => Memory.CellOf(Memory.Slots) + ((long)Memory.Lanes * LaneLayout.LaneSize);
}
