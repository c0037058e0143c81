using Mapwire.Tests.Support;

namespace Mapwire.Tests.Messaging;

/// <summary>Room for one message, frame or value that a writer has taken, and has not published.</summary>
internal sealed class Lent(IDisposable writer, Lent.SpanOf bytes, Func<Memory<byte>> memory, Action publish) : IDisposable
{
    public const int Room = 1000;
    private static readonly FrameOptions _topic = new() { FrameBytes = Frames.Bytes, FrameCount = 1, MaxPublishers = 3, MaxParticipants = 8 };
    private static readonly FrameQueueOptions _frameQueue = FrameQueues.Of(QueueFullMode.Wait, count: 1);
    private static readonly QueueOptions _queue = new() { Capacity = Messages.Smallest, MaxParticipants = 8, MaxWriters = 1 };
    private static readonly LatestOptions _latest = new() { Capacity = Room, MaxParticipants = 8 };

    public delegate Span<byte> SpanOf();

    public Memory<byte> Memory => memory();

    public Span<byte> Bytes => bytes();

    /// <summary>Makes what can be shared, with room for one; it lasts as long as what is returned.</summary>
    public static IDisposable Keep(string pattern, out string name)
    {
        name = UniqueName.Local();
        return pattern switch
        {
            "topic" => FramePublisher<long>.Create(name, _topic),
            "frames of a queue" => FrameQueueReader<long>.Create(name, _frameQueue),
            "queue" => QueueReader.Create(name, _queue),
            _ => LatestReader.Create(name, _latest),
        };
    }

    /// <summary>Takes the room, by a writer of its own; null where another has it.</summary>
    public static Lent? TryTake(string pattern, string name) => pattern switch
    {
        "topic" => OfTopic(FramePublisher<long>.Open(name, _topic)),
        "frames of a queue" => OfFrameQueue(FrameQueueWriter<long>.Open(name, _frameQueue)),
        "queue" => OfQueue(name),
        _ => OfLatest(name),
    };

    public void Publish() => publish();

    public void Dispose() => writer.Dispose();

    private static Lent? OfTopic(FramePublisher<long> publisher)
    {
        if (publisher.TryLease(out var lease))
        {
            return new Lent(publisher, () => lease.Span, () => lease.Memory, () => lease.Publish(1));
        }

        publisher.Dispose();
        return null;
    }

    private static Lent? OfFrameQueue(FrameQueueWriter<long> writer)
    {
        if (writer.TryLease(out var lease))
        {
            return new Lent(writer, () => lease.Span, () => lease.Memory, () => lease.Publish(1));
        }

        writer.Dispose();
        return null;
    }

    private static Lent? OfQueue(string name)
    {
        if (TryOpen(() => QueueWriter.Open(name, _queue)) is not { } writer)
        {
            return null;
        }

        var claim = writer.Claim(Room, Worker.Watchdog);
        return new Lent(writer, () => claim.Bytes, () => claim.GetMemory(), claim.Publish);
    }

    private static Lent? OfLatest(string name)
    {
        if (TryOpen(() => LatestWriter.Open(name, _latest)) is not { } writer)
        {
            return null;
        }

        var claim = writer.Claim(Room);
        return new Lent(writer, () => claim.Bytes, () => throw new NotSupportedException(), claim.Publish);
    }

    // Of these there is one writer at a time.
    private static T? TryOpen<T>(Func<T> open)
        where T : class
    {
        try
        {
            return open();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
