namespace Mapwire;

/// <summary>What is measured of open topics.</summary>
internal static class TopicMeter
{
    private static readonly LaneMeter<TopicHandle> _meter = new(
        "mapwire.topic.name",
        meter => meter.Count("mapwire.topic.published", topic => Counts(topic).Published, "Messages published."),
        meter => meter.Count("mapwire.topic.read", topic => Counts(topic).Read, "Messages that subscribers have read, each counted for each that read it."),
        meter => meter.Count("mapwire.topic.lost", topic => Counts(topic).Lost, "Messages that subscribers have lost, each counted for each that lost it."),
        meter => meter.Gauge("mapwire.topic.subscribers", topic => Subscribers(topic).Count, "{subscriber}", "Subscribers, without those that only look."),
        meter => meter.Gauge("mapwire.topic.lag", Lag, LaneMeter.Messages, "Messages that the slowest subscriber has still to read."));

    /// <summary>A topic was opened.</summary>
    public static void Add(TopicHandle handle) => _meter.Add(handle);

    /// <summary>A topic is being closed.</summary>
    public static void Remove(TopicHandle handle) => _meter.Remove(handle);

    private static TopicCounts Counts(TopicHandle topic) => TopicLook.CountsOf(topic.Core.Memory);

    private static long Lag(TopicHandle topic) => Subscribers(topic).Select(one => one.LagMessages).DefaultIfEmpty().Max();

    private static List<SubscriberInfo> Subscribers(TopicHandle topic) =>
        TopicLook.Subscribers(topic.Core.Memory, topic.Core.Region.View, 0, topic.Core.Memory.LanesUsed, withJoining: false);
}
