namespace Mapwire;

/// <summary>From where a subscriber reads: as a participant, or as one who only looks.</summary>
internal abstract class SubscriberSeat : IDisposable
{
    public abstract string Name { get; }

    public abstract TopicMemory Memory { get; }

    /// <summary>The slot; -1 for who only looks.</summary>
    public abstract int Slot { get; }

    /// <summary>Whether nothing more may be published.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>What it was completed with; empty for nothing.</summary>
    public abstract string Error { get; }

    public abstract TopicCounts Counts { get; }

    /// <summary>The subscriber has a place in the lanes now.</summary>
    public abstract void Take(SubscriberEnd end, TopicReader lanes);

    /// <summary>The subscriber let go of messages of a lane; -1 for none.</summary>
    public abstract void Freed(int lane);

    /// <summary>Waits until there may be something to read, or nothing will ever come; false when the time is over.</summary>
    public abstract bool Await(Deadline deadline);

    /// <summary>Waits without a thread; false when nothing will ever come.</summary>
    public abstract ValueTask<bool> WaitAsync(CancellationToken cancellation);

    public abstract void Dispose();
}
