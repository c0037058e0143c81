namespace Mapwire;

/// <summary>A queue was completed: nothing can be written to it any more, or there is nothing left to read and never will be.</summary>
public sealed class QueueCompletedException : InvalidOperationException
{
    /// <summary>Makes one without a message.</summary>
    public QueueCompletedException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    /// <param name="message">The message.</param>
    public QueueCompletedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public QueueCompletedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal QueueCompletedException(string queue, string error)
        : base(error.Length == 0 ? $"The queue {queue} was completed." : $"The queue {queue} was completed with an error: {error}") => Error = error;

    /// <summary>What the queue was completed with; empty for nothing.</summary>
    public string Error { get; } = string.Empty;
}
