namespace Mapwire;

/// <summary>What lives in the body of a region, as the region itself needs to know it.</summary>
internal abstract class RegionContents
{
    /// <summary>Finishes or undoes what a participant that has died or leaves left half-done. May be repeated from its start.</summary>
    /// <param name="slot">Whose; nobody writes that slot meanwhile.</param>
    /// <param name="died">Whether it died, or leaves of its own accord.</param>
    public abstract void Recover(int slot, bool died);

    /// <summary>Ends every wait of this participant with the reason.</summary>
    public abstract void Close(Exception reason);
}
