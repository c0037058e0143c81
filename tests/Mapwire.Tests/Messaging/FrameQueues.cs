using Mapwire.Peer;

namespace Mapwire.Tests.Messaging;

/// <summary>Frames of a queue whose bytes tell which one they are.</summary>
internal static class FrameQueues
{
    public const int Bytes = 5000;

    public static readonly FrameQueueOptions Small = Of(QueueFullMode.Wait);

    public static FrameQueueOptions Of(QueueFullMode mode, int count = 4, WaitStrategy waiting = WaitStrategy.SpinThenPark) => new()
    {
        FrameBytes = Bytes,
        FrameCount = count,
        MaxWriters = 2,
        MaxParticipants = 8,
        FullMode = mode,
        Waiting = waiting,
    };

    public static bool TryPut(FrameQueueWriter<long> writer, long number, TimeSpan timeout = default)
    {
        if (!writer.TryLease(timeout, out var lease))
        {
            return false;
        }

        FrameNumber.Fill(lease, number);
        lease.Publish(number, FrameNumber.Length(number, Bytes));
        return true;
    }

    /// <summary>Whether a frame is what its metadata tells.</summary>
    public static bool IsWhole(in QueueFrame<long> frame) =>
        frame.Length == FrameNumber.Length(frame.Metadata, Bytes) && !frame.Span.ContainsAnyExcept((byte)frame.Metadata);

    /// <summary>A frame as its number, marked if it comes again.</summary>
    public static string Text(in QueueFrame<long> frame) =>
        (IsWhole(frame) ? frame.Metadata.ToString(System.Globalization.CultureInfo.InvariantCulture) : "broken") + (frame.IsRedelivered ? " again" : string.Empty);

    /// <summary>What there is to read, each done.</summary>
    public static string ReadAll(FrameQueueReader<long> reader)
    {
        List<string> found = [];
        while (reader.TryRead(out var frame))
        {
            using (frame)
            {
                found.Add(Text(frame));
            }
        }

        return string.Join(", ", found);
    }
}
