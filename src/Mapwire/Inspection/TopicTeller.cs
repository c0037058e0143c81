using System.Text;

namespace Mapwire;

/// <summary>Says what a topic is doing.</summary>
internal static class TopicTeller
{
    private const int Looks = 4;

    public static TopicInfo Tell(RegionSight region)
    {
        var topic = new TopicSight(region);
        var memory = topic.Memory;
        return new TopicInfo
        {
            MessageType = memory.TypeName,
            MessageSize = memory.TypeSize,
            Capacity = memory.LaneBytes,
            MaxMessageSize = memory.MostMessageBytes,
            MaxPublishers = memory.Lanes,
            IsCompleted = topic.Completed == LaneSharedLayout.Done,
            Error = Encoding.UTF8.GetString(topic.Error),
            Counts = TopicLook.CountsOf(memory),
            Lanes = [.. Enumerable.Range(0, memory.LanesUsed).Select(lane => Lane(topic, lane))],
            Frames = topic.Frames is { } frames ? frames.Tell(memory) : null,
            Subscribers = TopicLook.Subscribers(memory, region.View, 0, memory.LanesUsed, withJoining: true),
        };
    }

    private static TopicLaneInfo Lane(TopicSight topic, int number)
    {
        ref readonly var lane = ref topic.Lane(number);
        var (mark, behind, _) = topic.Written(number, Looks);
        var owner = Volatile.Read(in lane.Owner);
        var published = mark.Written + behind.Messages;
        var first = topic.Kept(number) is [var oldest, ..] ? oldest.Written : mark.Written;
        return new TopicLaneInfo
        {
            Number = number,
            Publisher = owner > 0 && owner <= topic.Memory.Slots ? owner - 1 : null,
            Published = published,
            Kept = Math.Max(0, published - first),
            HighWaterBytes = Math.Clamp(Volatile.Read(in lane.HighWater), 0, topic.Memory.LaneWords) * LaneRecord.WordSize,
        };
    }
}
