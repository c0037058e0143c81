namespace Mapwire;

/// <summary>A topic was completed: nothing can be published to it any more, or there is nothing left to read and never will be.</summary>
public sealed class TopicCompletedException : InvalidOperationException
{
    /// <summary>Makes one without a message.</summary>
    public TopicCompletedException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    /// <param name="message">The message.</param>
    public TopicCompletedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public TopicCompletedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TopicCompletedException(string topic, string error)
        : base(error.Length == 0 ? $"The topic {topic} was completed." : $"The topic {topic} was completed with an error: {error}") => Error = error;

    /// <summary>What the topic was completed with; empty for nothing.</summary>
    public string Error { get; } = string.Empty;
}
