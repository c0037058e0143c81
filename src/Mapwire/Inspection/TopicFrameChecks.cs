namespace Mapwire;

/// <summary>What must hold between a topic's records and its pool at every moment: a record tells of a frame that was published, which a later one may have followed in its slot.</summary>
internal sealed class TopicFrameChecks(TopicSight topic, FrameSight frames, Findings findings)
{
    private const int Looks = 4;

    public void Run()
    {
        for (int lane = 0, used = topic.Memory.LanesUsed; lane < used && !findings.IsFull; lane++)
        {
            var one = lane;
            findings.Check(() => Records(one));
        }
    }

    // From the oldest mark on that is kept. What was written over meanwhile is not believed.
    private string? Records(int lane)
    {
        var from = topic.Kept(lane) is [var oldest, ..] ? oldest.Tail : topic.Mark(lane).Tail;
        var (_, behind, _) = topic.Written(lane, Looks);
        return FrameRecords.Check(topic, lane, from, Math.Min(behind.End, from + topic.Memory.LaneWords), (position, _, record) =>
            Record(lane, position, record) is { } found && topic.IsWhole(lane, position) ? found : null);
    }

    // A slot's generation is read after the record, and never comes to be less than that of a frame that was published.
    private string? Record(int lane, long position, in FrameRecordLayout record)
    {
        if (FrameRecords.Shape(frames, lane, position, record) is { } wrong)
        {
            return wrong;
        }

        var state = frames.State(record.Slot);
        return record.Generation <= 0 || record.Generation > state.Generation || (record.Generation == state.Generation && state.Kind != FrameState.Published)
            ? $"The record at {position} of lane {lane} tells of generation {record.Generation} of frame {record.Slot}, which is of kind {state.Kind} and generation {state.Generation}."
            : null;
    }
}
