namespace Mapwire;

/// <summary>How a view is made. Immutable; safe to share between threads.</summary>
public sealed class MapViewOptions
{
    /// <summary>What the view may be used for.</summary>
    /// <remarks>Default: null, the access of the map. A map opened for reading has read-only and copy-on-write views.</remarks>
    public MapAccess? Access { get; init; }

    /// <summary>Makes every page present before the view is returned, so that no first touch waits.</summary>
    /// <remarks>Default: false. The whole cost of the first touches is paid here, in one call.</remarks>
    public bool Prefault { get; init; }

    /// <summary>Keeps the pages of the view from being swapped out, and fails where the system refuses.</summary>
    /// <remarks>Default: false.</remarks>
    public bool LockInMemory { get; init; }
}
