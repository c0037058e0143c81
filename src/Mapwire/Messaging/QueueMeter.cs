namespace Mapwire;

/// <summary>What is measured of open queues.</summary>
internal static unsafe class QueueMeter
{
    private static readonly LaneMeter<QueueHandle> _meter = new(
        "mapwire.queue.name",
        meter => meter.Count("mapwire.queue.written", queue => Counts(queue).Written, "Messages published."),
        meter => meter.Count("mapwire.queue.read", queue => Counts(queue).Read, "Messages that readers have done with."),
        meter => meter.Count("mapwire.queue.dropped", queue => Counts(queue).Dropped, "Messages dropped because there was no room."),
        meter => meter.Count("mapwire.queue.redelivered", queue => Counts(queue).Redelivered, "Messages read that another reader had claimed before."),
        meter => meter.Gauge("mapwire.queue.waiting", Waiting, LaneMeter.Messages, "Messages that no reader has claimed yet; of those that were left or given back, none."),
        meter => meter.Gauge("mapwire.queue.high_water", queue => Counts(queue).HighWaterBytes, "By", "Bytes of the fullest lane, at its fullest."));

    /// <summary>A queue was opened.</summary>
    public static void Add(QueueHandle handle) => _meter.Add(handle);

    /// <summary>A queue is being closed.</summary>
    public static void Remove(QueueHandle handle) => _meter.Remove(handle);

    private static QueueCounts Counts(QueueHandle queue) => QueueHandle.CountsOf(queue.Core.Memory);

    private static long Waiting(QueueHandle queue)
    {
        var memory = queue.Core.Memory;
        var count = 0L;
        for (int lane = 0, used = memory.LanesUsed; lane < used; lane++)
        {
            var near = LaneMarks.TailOf(in *memory.Lane(lane));
            count += LaneWalk.CountFrom(memory, lane, LaneHead.PositionNear(Volatile.Read(ref memory.Lane(lane)->Head), near));
        }

        return count;
    }
}
