namespace Mapwire.Tool.Output;

/// <summary>What a queue says; writers and readers are slots of participants.</summary>
internal sealed record QueueReport(
    string MessageType,
    int MessageSize,
    long Capacity,
    int MaxMessageSize,
    int MaxWriters,
    string FullMode,
    bool SingleReader,
    bool SingleWriter,
    bool Completed,
    string Error,
    long Waiting,
    long Claimed,
    long Written,
    long Read,
    long Dropped,
    long Redelivered,
    long HighWaterBytes,
    IReadOnlyList<QueueLaneInfo> Lanes,
    IReadOnlyList<QueueHandInfo> Hands,
    FramePoolReport? Frames)
{
    public static QueueReport Of(QueueInfo queue) => new(
        queue.MessageType,
        queue.MessageSize,
        queue.Capacity,
        queue.MaxMessageSize,
        queue.MaxWriters,
        Queues.QueueText.Of(queue.FullMode),
        queue.SingleReader,
        queue.SingleWriter,
        queue.IsCompleted,
        queue.Error,
        queue.Waiting,
        queue.Claimed,
        queue.Counts.Written,
        queue.Counts.Read,
        queue.Counts.Dropped,
        queue.Counts.Redelivered,
        queue.Counts.HighWaterBytes,
        queue.Lanes,
        queue.Hands,
        FramePoolReport.Of(queue.Frames));
}
