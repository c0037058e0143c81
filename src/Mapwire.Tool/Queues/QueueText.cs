using System.Globalization;
using Mapwire.Tool.Frames;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Queues;

/// <summary>A queue in words.</summary>
internal static class QueueText
{
    public static string State(QueueInfo queue)
    {
        var claimed = queue.Claimed > 0 ? $", {queue.Claimed} claimed" : string.Empty;
        var error = queue.Error.Length > 0 ? $" with an error: {queue.Error}" : string.Empty;
        return $"{queue.Waiting} waiting{claimed}{(queue.IsCompleted ? ", completed" + error : string.Empty)}";
    }

    public static string Of(QueueFullMode mode) => mode switch
    {
        QueueFullMode.DropNewest => "drop newest",
        QueueFullMode.DropOldest => "drop oldest",
        _ => "wait",
    };

    /// <summary>What it says of itself as a whole.</summary>
    public static void AddTo(Grid grid, QueueInfo queue)
    {
        grid.Add("messages", queue.MessageSize == 0 ? queue.MessageType : $"{queue.MessageType}, {Units.Bytes(queue.MessageSize)} each");
        grid.Add("capacity", $"{Units.Bytes(queue.Capacity)} for each of {queue.MaxWriters} writers; a message has {Number(queue.MaxMessageSize)} at most");
        grid.Add("when full", Of(queue.FullMode));
        if (queue.SingleReader || queue.SingleWriter)
        {
            grid.Add("limited to", (queue.SingleReader, queue.SingleWriter) switch { (true, true) => "one reader and one writer", (true, _) => "one reader", _ => "one writer" });
        }

        grid.Add("state", State(queue));
        grid.Add("written", Number(queue.Counts.Written));
        grid.Add("read", Number(queue.Counts.Read));
        grid.Add("dropped", Number(queue.Counts.Dropped));
        grid.Add("redelivered", Number(queue.Counts.Redelivered));
        grid.Add("high water", Units.Bytes(queue.Counts.HighWaterBytes));
        FrameText.AddTo(grid, queue.Frames);
    }

    /// <summary>Who has what of it.</summary>
    public static void Show(QueueInfo queue)
    {
        var lanes = new Grid("LANE", "WRITER'S SLOT", "WRITTEN", "DROPPED", "WAITING", "BYTES IN USE", "HIGH WATER");
        foreach (var lane in queue.Lanes)
        {
            lanes.Add(
                Number(lane.Number), lane.Writer is { } slot ? Number(slot) : "-", Number(lane.Written), Number(lane.Dropped), Number(lane.Waiting), Number(lane.BytesInUse), Number(lane.HighWaterBytes));
        }

        lanes.ShowBelow();
        var hands = new Grid("READER'S SLOT", "HAS", "OF LANE", "LEFT");
        foreach (var hand in queue.Hands)
        {
            var has = hand.Left == 0 ? "nothing" : hand.Reader is null ? "left for another" : hand.IsLease ? "a lease" : "claimed";
            hands.Add(hand.Reader is { } slot ? Number(slot) : "-", has, hand.Lane is { } lane ? Number(lane) : "-", Number(hand.Left));
        }

        hands.ShowBelow();
        FrameText.Show(queue.Frames);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
