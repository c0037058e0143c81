namespace Mapwire.Tool.Output;

/// <summary>What a topic says; publishers are slots of participants.</summary>
internal sealed record TopicReport(
    string MessageType,
    int MessageSize,
    long Capacity,
    int MaxMessageSize,
    int MaxPublishers,
    bool Completed,
    string Error,
    long Published,
    long Read,
    long Lost,
    IReadOnlyList<TopicLaneInfo> Lanes,
    IReadOnlyList<SubscriberReport> Subscribers,
    FramePoolReport? Frames)
{
    public static TopicReport Of(TopicInfo topic) => new(
        topic.MessageType,
        topic.MessageSize,
        topic.Capacity,
        topic.MaxMessageSize,
        topic.MaxPublishers,
        topic.IsCompleted,
        topic.Error,
        topic.Counts.Published,
        topic.Counts.Read,
        topic.Counts.Lost,
        topic.Lanes,
        [.. topic.Subscribers.Select(SubscriberReport.Of)],
        FramePoolReport.Of(topic.Frames));
}
