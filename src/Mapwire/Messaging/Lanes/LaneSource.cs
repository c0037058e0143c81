namespace Mapwire;

/// <summary>The reading end of lanes, as one who waits for messages looks at it.</summary>
internal abstract class LaneSource(string name) : LaneEnd(name)
{
    /// <summary>The number of the message that was taken last, as long as it may be used.</summary>
    public abstract long Serial { get; }

    /// <summary>From so many waiting words on nobody lets more gather.</summary>
    public abstract long Plenty { get; }

    /// <summary>How many words lie between here and the mark of the writer of the lane that was read last; negative where this reader is past it.</summary>
    public abstract long MarkedAhead();

    /// <summary>Whether there is more in the lane that was read last; the shortest look that there is.</summary>
    public abstract bool LooksReadyHere();
}
