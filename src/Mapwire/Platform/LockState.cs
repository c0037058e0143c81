namespace Mapwire.Platform;

/// <summary>What the kernel says of the lifetime lock of a file.</summary>
internal enum LockState
{
    /// <summary>Nobody holds it: a kill left the file.</summary>
    Free,

    /// <summary>Somebody holds the map open.</summary>
    Shared,

    /// <summary>Somebody is removing the name this instant.</summary>
    Exclusive,
}
