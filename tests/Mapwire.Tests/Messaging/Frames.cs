namespace Mapwire.Tests.Messaging;

/// <summary>Frames whose bytes tell which one they are.</summary>
internal static class Frames
{
    public const int Bytes = 5000;

    public static readonly FrameOptions Small = new() { FrameBytes = Bytes, FrameCount = 4, MaxPublishers = 2, MaxParticipants = 8 };

    public static FrameOptions As(SubscriberPolicy policy, long history = 0) => new() { Policy = policy, History = history };

    public static bool TryPut(FramePublisher<long> publisher, long number)
    {
        if (!publisher.TryLease(out var lease))
        {
            return false;
        }

        lease.Span.Fill((byte)number);
        lease.Publish(number, Length(number));
        return true;
    }

    public static int Length(long number) => (int)(number % (Bytes + 1));

    /// <summary>Whether a frame is what its metadata tells.</summary>
    public static bool IsWhole(in Frame<long> frame) => frame.Length == Length(frame.Metadata) && !frame.Span.ContainsAnyExcept((byte)frame.Metadata);
}
