namespace Mapwire;

/// <summary>What lives in the body of a region, as the region itself needs to know it.</summary>
internal abstract class RegionContents
{
    /// <summary>Finishes or undoes what a participant that has died or leaves left half-done. May be repeated from its start.</summary>
    /// <param name="slot">Whose; nobody writes that slot meanwhile.</param>
    /// <param name="died">Whether it died, or leaves of its own accord.</param>
    public abstract void Recover(int slot, bool died);

    /// <summary>Whether somebody outside may still write to what this participant was given to write; for who has closed it.</summary>
    public virtual bool IsLent => false;

    /// <summary>Gives up what this participant needs no longer, while what it has lent is still its own; Recover gives up the rest.</summary>
    public virtual void Part()
    {
    }

    /// <summary>Ends every wait of this participant with the reason, and waits until the waiters are gone.</summary>
    public abstract void Close(Exception reason);

    /// <summary>Ends every wait of this participant with the reason.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>Wakes every waiter of this participant: somebody may have died between ringing one and waking it.</summary>
    public abstract void Rouse();
}
