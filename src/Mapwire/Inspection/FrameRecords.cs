using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>Going over what tells of frames in a lane, looked at from outside.</summary>
internal static class FrameRecords
{
    /// <summary>Says what is wrong of the first record of which something is; null where there is none, and where something stands there that is no record: that of a lane is another's to tell.</summary>
    /// <param name="lanes">The queue or topic.</param>
    /// <param name="lane">Which lane.</param>
    /// <param name="from">Where a record begins.</param>
    /// <param name="to">Where to stop.</param>
    /// <param name="look">Says what is wrong of a record that begins and ends there, or null.</param>
    public static string? Check(LaneSight lanes, int lane, long from, long to, Func<long, long, FrameRecordLayout, string?> look)
    {
        var (words, bits, view) = (lanes.Lanes.LaneWords, lanes.Lanes.LaneBits, lanes.Region.View);
        for (var position = from; position < to;)
        {
            var at = position & (words - 1);
            var place = lanes.Lanes.RingOffset(lane) + (at * LaneRecord.WordSize);
            var word = Volatile.Read(in view.ReadOnlyAt<long>(place));
            var size = LaneRecord.WordsOf(word);
            if (word == 0 || size > words - at)
            {
                return null;
            }

            if (LaneRecord.StampOf(word) == LaneRecord.StampOf(position, bits, LaneRecord.Message) && LaneRecord.LengthOf(word) >= FrameRecordLayout.RecordSize)
            {
                var record = MemoryMarshal.Read<FrameRecordLayout>(view.AsReadOnlySpan(place + LaneRecord.WordSize, FrameRecordLayout.RecordSize));
                if (look(position, position + size, record) is { } found)
                {
                    return found;
                }
            }

            position += size;
        }

        return null;
    }

    /// <summary>Says of a record whether its frame can be one of the pool, and no longer than that.</summary>
    public static string? Shape(FrameSight frames, int lane, long position, in FrameRecordLayout record) =>
        (uint)record.Slot >= (uint)frames.Memory.Count || (uint)record.Length > (uint)frames.Memory.Bytes
            ? $"The record at {position} of lane {lane} tells of {record.Length} bytes in frame {record.Slot}, which cannot be."
            : null;
}
