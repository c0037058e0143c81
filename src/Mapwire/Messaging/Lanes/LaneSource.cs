namespace Mapwire;

/// <summary>The reading end of lanes, as one who waits for messages looks at it.</summary>
internal abstract class LaneSource(string name) : LaneEnd(name)
{
    /// <summary>The number of the message that was taken last, as long as it may be used. Not kept for values, which are copies; see <see cref="Taken"/>.</summary>
    public abstract long Serial { get; }

    /// <summary>From so many waiting words on nobody lets more gather.</summary>
    public abstract long Plenty { get; }

    /// <summary>How many messages were taken, values as well. For who is inside, as the next two.</summary>
    public abstract long Taken { get; }

    /// <summary>Where the mark of the writer of the lane is that was read last.</summary>
    public abstract long Marked { get; }

    /// <summary>How many words lie between here and a mark; negative where this reader is past it.</summary>
    public abstract long AheadOf(long mark);

    /// <summary>Whether there is more in the lane that was read last; the shortest look that there is.</summary>
    public abstract bool LooksReadyHere();
}
