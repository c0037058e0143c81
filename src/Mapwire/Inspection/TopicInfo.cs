namespace Mapwire;

/// <summary>What a topic says: what it is for, what was published to it, and how its subscribers do.</summary>
public sealed record TopicInfo
{
    /// <summary>The name of the messages' type, as the program says that made the topic; "bytes" for messages of any length.</summary>
    public required string MessageType { get; init; }

    /// <summary>How many bytes each message has; 0 for any number.</summary>
    public required int MessageSize { get; init; }

    /// <summary>How many bytes each publisher has for its messages.</summary>
    public required long Capacity { get; init; }

    /// <summary>How many bytes a message may have.</summary>
    public required int MaxMessageSize { get; init; }

    /// <summary>How many publishers it may have at once.</summary>
    public required int MaxPublishers { get; init; }

    /// <summary>Whether nothing can be published to it any more.</summary>
    public required bool IsCompleted { get; init; }

    /// <summary>What it was completed with; empty for nothing, or not yet.</summary>
    public required string Error { get; init; }

    /// <summary>What has gone through it.</summary>
    public required TopicCounts Counts { get; init; }

    /// <summary>The lanes that have ever been used, each of one publisher at a time.</summary>
    public required IReadOnlyList<TopicLaneInfo> Lanes { get; init; }

    /// <summary>Who subscribes, but for those that only look; what they lag behind is told of all lanes together.</summary>
    public required IReadOnlyList<SubscriberInfo> Subscribers { get; init; }

    /// <summary>Its room for frames; null for a topic without frames.</summary>
    public FramePoolInfo? Frames { get; init; }
}
