namespace Mapwire;

/// <summary>A line of waiters, whatever they wait for.</summary>
internal abstract class WaitLine
{
    /// <summary>Ends all waits with the reason, and returns when the last waiter has left the line.</summary>
    public abstract void Close(Exception reason);

    /// <summary>Ends all waits with the reason, now and from now on; does not wait for the waiters to go.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>Wakes whoever sleeps here: who rang it may have died before it woke it.</summary>
    public abstract void Rouse();
}
