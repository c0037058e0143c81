using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The queues that are open in this process, as instruments of the meter "Mapwire": read when somebody asks, from the counts and the records of the queue.</summary>
/// <remarks>Each queue is told once, however many handles on it are open; no handle is kept alive.</remarks>
internal static unsafe class QueueMeter
{
    public const string Name = "Mapwire";
    private const string Tag = "mapwire.queue.name";
    private const string Messages = "{message}";
    private static readonly ConditionalWeakTable<QueueHandle, object?> _open = [];
    private static readonly Meter _meter = Make();

    /// <summary>A queue was opened.</summary>
    public static void Add(QueueHandle handle) => _open.AddOrUpdate(handle, _meter);

    /// <summary>A queue is being closed.</summary>
    public static void Remove(QueueHandle handle) => _ = _open.Remove(handle);

    private static Meter Make()
    {
        var meter = new Meter(Name);
        _ = meter.CreateObservableCounter("mapwire.queue.written", () => Observe(counts => counts.Written), Messages, "Messages published.");
        _ = meter.CreateObservableCounter("mapwire.queue.read", () => Observe(counts => counts.Read), Messages, "Messages that readers have done with.");
        _ = meter.CreateObservableCounter("mapwire.queue.dropped", () => Observe(counts => counts.Dropped), Messages, "Messages dropped because there was no room.");
        _ = meter.CreateObservableCounter(
            "mapwire.queue.redelivered", () => Observe(counts => counts.Redelivered), Messages, "Messages read that another reader had claimed before.");
        _ = meter.CreateObservableGauge("mapwire.queue.waiting", () => Observe(Waiting), Messages, "Messages that no reader has claimed yet; of those that were left or given back, none.");
        _ = meter.CreateObservableGauge("mapwire.queue.high_water", () => Observe(counts => counts.HighWaterBytes), "By", "Bytes of the fullest lane, at its fullest.");
        return meter;
    }

    private static List<Measurement<long>> Observe(Func<QueueCounts, long> value) => Observe(memory => value(QueueHandle.CountsOf(memory)));

    private static List<Measurement<long>> Observe(Func<QueueMemory, long> value)
    {
        List<Measurement<long>> found = [];
        HashSet<ulong> told = [];
        foreach (var (handle, _) in _open)
        {
            // Who is closing is passed over; another handle may tell of the same queue.
            if (handle.Core.TryUse(out var use))
            {
                using (use)
                {
                    if (told.Add(handle.Core.Region.Header.Id))
                    {
                        found.Add(new Measurement<long>(value(handle.Core.Memory), new KeyValuePair<string, object?>(Tag, handle.Name)));
                    }
                }
            }
        }

        return found;
    }

    private static long Waiting(QueueMemory memory)
    {
        var count = 0L;
        for (int lane = 0, used = memory.LanesUsed; lane < used; lane++)
        {
            var near = LaneMarks.TailOf(in *memory.Lane(lane));
            count += LaneWalk.CountFrom(memory, lane, LaneHead.PositionNear(Volatile.Read(ref memory.Lane(lane)->Head), near));
        }

        return count;
    }
}
