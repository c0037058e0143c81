using Mapwire.Platform;

namespace Mapwire;

/// <summary>Looks at maps from outside, without holding or changing them, and removes what kills left.</summary>
/// <remarks>All members may be called from any thread. What is returned was true at some moment during the call.</remarks>
public static class MapInspector
{
    /// <summary>Lists this user's <c>Local\</c> maps and all <c>Global\</c> and <c>posix:</c> ones: live ones and those that a kill left.</summary>
    /// <param name="directory">The folder below which names live, as in <see cref="MapOptions.Directory"/>; null for the default.</param>
    /// <returns>The maps, by name.</returns>
    /// <remarks>On Windows these are the named sections of every program, in this session and global, that this user may query.</remarks>
    /// <exception cref="UnauthorizedAccessException">The folder of names is not this user's own, or open to changes by others.</exception>
    /// <exception cref="DirectoryNotFoundException">The place for names does not exist.</exception>
    public static IReadOnlyList<MapInfo> List(string? directory = null) =>
        [.. NameList.All(directory).OrderBy(map => map.Name, StringComparer.Ordinal)];

    /// <summary>Says what the system tells of one map.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="directory">The folder below which names live, as in <see cref="MapOptions.Directory"/>; null for the default.</param>
    /// <returns>The map, or null where there is none, neither live nor dead.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="PlatformNotSupportedException">The scope does not exist on this system.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder of names is not this user's own, or open to changes by others.</exception>
    /// <exception cref="DirectoryNotFoundException">The place for names does not exist.</exception>
    public static MapInfo? Find(string name, string? directory = null) =>
        NameList.Find(MapName.Parse(name), directory);

    /// <summary>Removes the names of this user that a kill left, as every program does once when it begins to use the folder.</summary>
    /// <param name="directory">The folder below which names live, as in <see cref="MapOptions.Directory"/>; null for the default.</param>
    /// <returns>The names that were removed. On Windows a kill leaves none.</returns>
    /// <exception cref="UnauthorizedAccessException">The folder of names is not this user's own, or open to changes by others.</exception>
    /// <exception cref="DirectoryNotFoundException">The place for names does not exist.</exception>
    public static IReadOnlyList<string> RemoveDead(string? directory = null)
    {
        var dead = List(directory).Where(map => !map.IsLive).Select(map => map.Name).ToList();
        NameList.Sweep(directory);
        return [.. dead.Except(List(directory).Select(map => map.Name))];
    }
}
