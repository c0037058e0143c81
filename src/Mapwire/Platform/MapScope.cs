namespace Mapwire;

/// <summary>Where a map's name is known.</summary>
public enum MapScope
{
    /// <summary>To this user (on Windows: to this logon session). The name goes with the last holder.</summary>
    Local = 0,

    /// <summary>To every user of the machine. The name goes with the last holder.</summary>
    Global = 1,

    /// <summary>A POSIX shared-memory object (<c>shm_open</c>): stays until it is deleted. Not on Windows.</summary>
    Posix = 2,

    /// <summary>A file at a path: stays until it is deleted.</summary>
    File = 3,
}
