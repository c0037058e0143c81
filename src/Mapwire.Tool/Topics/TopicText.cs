using System.Globalization;
using Mapwire.Tool.Frames;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Topics;

/// <summary>A topic in words.</summary>
internal static class TopicText
{
    public static string State(TopicInfo topic)
    {
        var error = topic.Error.Length > 0 ? $" with an error: {topic.Error}" : string.Empty;
        return $"{Units.Subscribers(topic.Subscribers.Count)}, {topic.Counts.Published} published{(topic.IsCompleted ? ", completed" + error : string.Empty)}";
    }

    public static string Of(SubscriberPolicy policy) => policy switch
    {
        SubscriberPolicy.DropOldest => "drop oldest",
        SubscriberPolicy.DropNewest => "drop newest",
        SubscriberPolicy.Disconnect => "disconnect",
        _ => "block",
    };

    /// <summary>What it says of itself as a whole.</summary>
    public static void AddTo(Grid grid, TopicInfo topic)
    {
        grid.Add("messages", topic.MessageSize == 0 ? topic.MessageType : $"{topic.MessageType}, {Units.Bytes(topic.MessageSize)} each");
        grid.Add("capacity", $"{Units.Bytes(topic.Capacity)} for each of {topic.MaxPublishers} publishers; a message has {Number(topic.MaxMessageSize)} at most");
        grid.Add("state", State(topic));
        grid.Add("published", Number(topic.Counts.Published));
        grid.Add("read", Number(topic.Counts.Read));
        grid.Add("lost", Number(topic.Counts.Lost));
        FrameText.AddTo(grid, topic.Frames);
    }

    /// <summary>Who publishes, and who subscribes.</summary>
    public static void Show(TopicInfo topic)
    {
        var lanes = new Grid("LANE", "PUBLISHER'S SLOT", "PUBLISHED", "KEPT", "HIGH WATER");
        foreach (var lane in topic.Lanes)
        {
            lanes.Add(Number(lane.Number), lane.Publisher is { } slot ? Number(slot) : "-", Number(lane.Published), Number(lane.Kept), Number(lane.HighWaterBytes));
        }

        lanes.ShowBelow();
        var subscribers = new Grid("SUBSCRIBER'S SLOT", "POLICY", "STILL TO READ", "BYTES OF IT", "READ", "LOST");
        foreach (var one in topic.Subscribers)
        {
            var policy = one.IsDisconnected ? "disconnected" : Of(one.Policy);
            subscribers.Add(Number(one.Slot), policy, Number(one.LagMessages), Number(one.LagBytes), Number(one.Read), Number(one.Lost));
        }

        subscribers.ShowBelow();
        FrameText.Show(topic.Frames);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
