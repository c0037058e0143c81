namespace Mapwire;

/// <summary>What a region is for.</summary>
public enum RegionKind
{
    /// <summary>None: no region says so.</summary>
    None = 0,

    /// <summary>Locks and signals: a <see cref="SharedRegion"/>, or one lock by name.</summary>
    Locks = 1,

    /// <summary>Messages, each for one reader: a <see cref="QueueWriter"/> and a <see cref="QueueReader"/>.</summary>
    Queue = 2,

    /// <summary>Messages, each for every subscriber: a <see cref="Publisher"/> and a <see cref="Subscriber"/>.</summary>
    Topic = 3,

    /// <summary>Latest values: a <see cref="LatestWriter"/> and any number of <see cref="LatestReader"/>.</summary>
    Latest = 5,
}
