namespace Mapwire;

/// <summary>What a write does when the writer's lane is full.</summary>
public enum QueueFullMode
{
    /// <summary>It waits for room; a try fails.</summary>
    Wait = 0,

    /// <summary>It drops the message that is being written, the newest, and counts it.</summary>
    DropNewest = 1,

    /// <summary>It drops the oldest messages of this writer that no reader has claimed, and counts them; where readers have claimed all of them, the message that is being written.</summary>
    DropOldest = 2,
}
