using System.Runtime.InteropServices;

namespace Mapwire.Peer;

/// <summary>What single steps of writers of a lane have in common.</summary>
internal static class LaneSteps
{
    public static bool Inside(this LaneWriter lane, Func<LaneWriter, bool> step)
    {
        lane.Enter();
        try
        {
            return step(lane);
        }
        finally
        {
            lane.Leave();
        }
    }

    /// <summary>Publishes what was reserved and written.</summary>
    public static void PublishAll(this LaneWriter lane, int size) => _ = lane.Inside(inside =>
    {
        inside.PublishReserved(size, size);
        return true;
    });

    /// <summary>Publishes what tells of a frame, where it was reserved.</summary>
    public static void PublishFrame(this LaneWriter lane, MapView view, long offset, FrameRecordLayout record, long number)
    {
        var size = FrameMessages<long>.Size;
        var message = view.AsSpan(offset, size);
        MemoryMarshal.Write(message, record);
        MemoryMarshal.Write(message[FrameRecordLayout.RecordSize..], number);
        lane.PublishAll(size);
    }
}
