namespace Mapwire.Platform;

/// <summary>One wait at a bell that the waiter thread can serve, over and over.</summary>
/// <param name="bells">The bells of the region.</param>
/// <param name="offset">Where in the region the bell is.</param>
/// <param name="address">Where it is in this process; stays mapped while the wait is begun.</param>
/// <param name="sleeper">Whom to tell.</param>
internal sealed class BellWait(Bells bells, long offset, nint address, IBellSleeper sleeper)
{
    public Bells Bells => bells;

    public long Offset => offset;

    public nint Address => address;

    public IBellSleeper Sleeper => sleeper;

    /// <summary>What the word must be to go on sleeping.</summary>
    public int Value { get; set; }

    /// <summary>The thread that waits for it; null when it does not wait.</summary>
    public WaiterThread? Thread { get; set; }
}
