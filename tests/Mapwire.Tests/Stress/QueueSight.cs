using System.Globalization;
using System.Text;
using Mapwire.Peer;

namespace Mapwire.Tests.Stress;

/// <summary>Who has what of a queue, for people who look for a fault.</summary>
internal static class QueueSight
{
    public static string Of(QueuePart part)
    {
        StringBuilder text = new();
        foreach (var one in RegionInspector.Inspect(part.Handle.Name)?.Participants ?? [])
        {
            var bells = part.Region.View.At<QueueCellLayout>(part.Memory.CellOf(one.Slot));
            Add($"slot {one.Slot}: process {one.ProcessId}, {(one.IsAlive ? "alive" : "dead")}, bells {bells.ReadBell} to read, {bells.WriteBell} to write");
        }

        for (var lane = 0; lane < part.Memory.LanesUsed; lane++)
        {
            ref var shared = ref part.Lane(lane);
            Add($"lane {lane}: owner {shared.Owner - 1}, tail {LaneMarks.Read(in shared).Tail}, head {part.HeadOf(lane)} of hand {LaneHead.HandOf(shared.Head)}, writer waits {shared.WriterWaits & 1}");
        }

        for (var hand = 0; hand < part.Memory.HandsUsed; hand++)
        {
            var (state, shared) = (part.StateOf(hand), part.Hand(hand));
            if (state.Kind != HandState.Free)
            {
                Add($"hand {hand}: state {state.Kind}{(state.IsLease ? " lease" : string.Empty)} of slot {state.Slot}, lane {shared.Lane}, {shared.Start} to {shared.End}, next {shared.Next}");
            }
        }

        Add($"orphans {part.Queue.Orphans & 1}, readers wait {part.Queue.ReadersWait & 1}, completed {part.Queue.Completed}, the only reader {part.Queue.Reader - 1}");
        return text.ToString();

        void Add(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
