namespace Mapwire;

/// <summary>How a map is created or opened. Immutable; safe to share between threads.</summary>
public sealed class MapOptions
{
    /// <summary>What the map and its views may be used for.</summary>
    /// <remarks>Default: <see cref="MapAccess.ReadWrite"/>. A new map must be writable.</remarks>
    public MapAccess Access { get; init; } = MapAccess.ReadWrite;

    /// <summary>Who may open a new map; opening ignores it.</summary>
    /// <remarks>Default: <see cref="MapSecurity.CurrentUser"/>.</remarks>
    public MapSecurity Security
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = MapSecurity.CurrentUser;

    /// <summary>The folder below which names live on Linux and macOS, for instance a volume shared between containers.</summary>
    /// <remarks>
    /// Default: null, which means the environment variable <c>MAPWIRE_DIRECTORY</c> or else <c>/dev/shm</c> (macOS: the temporary
    /// folder). Windows keeps names in the kernel and ignores it; <c>posix:</c> names and files ignore it everywhere.
    /// </remarks>
    public string? Directory { get; init; }

    /// <summary>Users whose maps may be opened besides this user's and the administrator's: names, numbers or
    /// security identifiers of users there are.</summary>
    /// <remarks>Default: none. Files ignore it. <c>"*"</c> trusts every user: then anybody may have taken the name before its rightful owner.</remarks>
    public IReadOnlyList<string> TrustedOwners
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    /// <summary>Asks for huge pages (2 MiB on x64), and fails where the system would not give them.</summary>
    /// <remarks>Default: false. On Linux the folder's file system must be mounted with <c>huge=advise</c> or more, and files ignore it; on Windows the process
    /// needs the right to lock pages and the size must be whole huge pages.</remarks>
    public bool HugePages { get; init; }
}
