namespace Mapwire.Platform;

/// <summary>Looks at names without opening or changing the maps behind them.</summary>
internal static partial class NameList
{
    public static List<MapInfo> All(string? directory) => OperatingSystem.IsWindows() ? Windows.All() : Unix.All(directory);

    /// <summary>One name, live or dead; null where there is none.</summary>
    public static MapInfo? Find(MapName name, string? directory) =>
        OperatingSystem.IsWindows() ? Windows.Find(name) : Unix.Find(name, directory);

    /// <summary>Removes what kills left.</summary>
    public static void Sweep(string? directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            Unix.Sweep(directory);
        }
    }
}
