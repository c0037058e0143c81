namespace Mapwire.Platform;

/// <summary>Named maps of the system underneath.</summary>
internal static partial class NamedMap
{
    /// <summary>Creates a map, or fails with "already exists".</summary>
    /// <remarks>What <paramref name="fill"/> writes is there before anybody can open the map; on Windows, before anybody who has called
    /// <see cref="AwaitCreator"/> goes on.</remarks>
    public static MapHandle Create(
        MapName name, long size, MapSecurity security, bool execute, bool hugePages, string? directory, Action<MapHandle>? fill = null) =>
        OperatingSystem.IsWindows()
            ? Windows.Create(name, size, security, execute, hugePages, fill)
            : UnixNames.Create(name, size, security, hugePages, directory, fill);

    /// <summary>Waits, for a short while, until nobody is in the middle of creating a map of that name.</summary>
    public static void AwaitCreator(MapName name)
    {
        if (OperatingSystem.IsWindows())
        {
            using var mutex = SectionSize.TakeMutex(name, null);
        }
    }

    /// <summary>Opens a live map; null where there is none.</summary>
    public static MapHandle? TryOpen(MapName name, MapAccess access, bool hugePages, string? directory, IReadOnlyList<string> trustedOwners) =>
        OperatingSystem.IsWindows()
            ? Windows.TryOpen(name, access, trustedOwners)
            : UnixNames.TryOpen(name, access is MapAccess.ReadWrite or MapAccess.ReadWriteExecute, hugePages, directory, trustedOwners);

    /// <summary>Opens a live map to read, without keeping its name alive (but on Windows, where whoever has it open does), and removes no dead names.</summary>
    public static MapHandle? TryOpenToLook(MapName name, string? directory, IReadOnlyList<string> trustedOwners) =>
        OperatingSystem.IsWindows()
            ? Windows.TryOpen(name, MapAccess.ReadOnly, trustedOwners)
            : UnixNames.TryOpen(name, write: false, hugePages: false, directory, trustedOwners, holds: false);

    public static PlatformNotSupportedException NoPosix(MapName name) =>
        new($"{name} is a POSIX object, which Windows does not have. Use a Local\\ or Global\\ name, or a file.");

    /// <summary>Removes a name that lives until it is removed; false where there is none.</summary>
    public static bool Delete(MapName name) =>
        OperatingSystem.IsWindows()
            ? throw NoPosix(name)
            : UnixNames.Delete(name);
}
