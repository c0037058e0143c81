using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Takes single steps in the table of a region's participants, to be killed or stopped after them.</summary>
internal static class SlotSteps
{
    public static string Take(Region region, string step, int slot)
    {
        var answer = string.Empty;
        region.Slots.Locks.Invoke(() => answer = TakeInside(region, step, slot));
        return answer;
    }

    private static string TakeInside(Region region, string step, int slot)
    {
        ref var entry = ref region.View.At<SlotLayout>(SlotTable.OffsetOf(slot));
        switch (step)
        {
            case "lock":
                return region.Slots.Locks.TryTake(slot) ? "locked" : "taken";
            case "recover":
                region.Contents.Recover(slot, died: slot != region.Slot);
                return "recovered";
            case "live":
                entry.ProcessId = Environment.ProcessId;
                entry.Joined = DateTime.UtcNow.Ticks;
                entry.Namespace = region.View.At<SlotLayout>(SlotTable.OffsetOf(region.Slot)).Namespace;
                ref var used = ref region.View.At<RegionLayout>(0).SlotsUsed;
                used = Math.Max(used, slot + 1);
                _ = Interlocked.Exchange(ref entry.State, (((entry.State >> 1) + 1) << 1) | 1);
                return "live";
            case "free":
                Volatile.Write(ref entry.State, entry.State & ~SlotTable.Live);
                return "free";
            case "drop":
                region.Slots.Locks.Drop(slot);
                return "dropped";
            case "state":
                return entry.State.ToString(CultureInfo.InvariantCulture);
            default:
                throw new ArgumentException(step);
        }
    }
}
