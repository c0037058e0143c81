namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What one process of a run does.</summary>
internal enum QueueRole
{
    /// <summary>Sends a question, waits for the answer, and measures.</summary>
    Asker,
    Answerer,

    /// <summary>Writes message after message; the first of them measures.</summary>
    Writer,
    Reader,
    ValueWriter,
    ValueReader,
    BatchWriter,
    BatchReader,

    /// <summary>The same with topics.</summary>
    TopicAsker,
    TopicAnswerer,
    Publisher,
    Subscriber,
    ValuePublisher,
    ValueSubscriber,

    /// <summary>The same with frames; one way they are filled and read in place.</summary>
    FrameAsker,
    FrameAnswerer,
    FrameWriter,
    FrameReader,

    /// <summary>Hands over one at a time, messages or frames.</summary>
    Giver,
    Taker,

    /// <summary>One of several that write, or read.</summary>
    CrowdWriter,
    CrowdReader,

    /// <summary>Waits for what does not come: room, a message, an event of the framework.</summary>
    IdleWriter,
    IdleReader,
    IdleEvent,
}
