namespace Mapwire;

/// <summary>A subscriber was too slow and had asked to be disconnected then (<see cref="SubscriberPolicy.Disconnect"/>). It reads no more; dispose it, and open another.</summary>
public sealed class SubscriberDisconnectedException : InvalidOperationException
{
    /// <summary>Makes one without a message.</summary>
    public SubscriberDisconnectedException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    /// <param name="message">The message.</param>
    public SubscriberDisconnectedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public SubscriberDisconnectedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal SubscriberDisconnectedException(string topic, TopicLoss loss)
        : base($"This subscriber of {topic} was too slow: messages {loss.First} to {loss.Last} of publisher {loss.Publisher} were written over before it read them. Open another, with more Capacity or another Policy.") =>
        Loss = loss;

    /// <summary>What it lost first; it reads nothing behind that either.</summary>
    public TopicLoss Loss { get; }
}
