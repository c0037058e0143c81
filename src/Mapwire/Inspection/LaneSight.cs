namespace Mapwire;

/// <summary>The lanes of a queue or a topic, looked at from outside: every word through the view, which checks where it lies.</summary>
internal abstract class LaneSight(RegionSight region, LaneMemory memory, long lanes)
{
    public RegionSight Region => region;

    public LaneMemory Lanes => memory;

    /// <summary>The room for frames; null where there is none.</summary>
    public FrameSight? Frames { get; } = memory.Frames is { } frames ? new FrameSight(region, frames) : null;

    public ref readonly LaneSharedLayout Shared => ref region.View.ReadOnlyAt<LaneSharedLayout>(region.Header.BodyOffset + LaneSharedLayout.Offset);

    public int Completed => Volatile.Read(in Shared.Completed);

    public ReadOnlySpan<byte> Error => region.View.AsReadOnlySpan(
        region.Header.BodyOffset + LaneSharedLayout.ErrorOffset, Math.Clamp(Volatile.Read(in Shared.ErrorLength), 0, LaneSharedLayout.MostErrorBytes));

    public ref readonly LaneLayout Lane(int lane) => ref region.View.ReadOnlyAt<LaneLayout>(lanes + ((long)lane * LaneLayout.LaneSize));

    /// <summary>The writer's newer mark.</summary>
    public LaneMarkLayout Mark(int lane) => LaneMarks.Read(in Lane(lane));

    /// <summary>Goes over the records from one position to another, or to where none is published.</summary>
    /// <param name="lane">Which lane.</param>
    /// <param name="from">Where a record begins.</param>
    /// <param name="to">Where to stop.</param>
    /// <param name="mark">A position of which is told whether a record begins or ends there.</param>
    public LaneStretch Walk(int lane, long from, long to, long mark)
    {
        var (words, bits) = (memory.LaneWords, memory.LaneBits);
        var (position, messages, before) = (from, 0L, -1L);
        while (true)
        {
            before = position == mark ? messages : before;
            if (position >= to || position - from >= words)
            {
                return new LaneStretch(position, messages, before, LaneWalk.Found.Records);
            }

            var at = position & (words - 1);
            var word = Volatile.Read(in region.View.ReadOnlyAt<long>(memory.RingOffset(lane) + (at * LaneRecord.WordSize)));
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

    /// <summary>The newer mark, and what was published behind it: of a moment if the mark did not move meanwhile; where it does all the time, of about a moment.</summary>
    public (LaneMarkLayout Mark, LaneStretch Behind, bool IsSure) Written(int lane, int looks)
    {
        var mark = Mark(lane);
        for (var look = 0; ; look++)
        {
            var behind = Walk(lane, mark.Tail, long.MaxValue, 0);
            var after = Mark(lane);
            if (after == mark || look == looks)
            {
                return (mark, behind, after == mark);
            }

            mark = after;
        }
    }
}
