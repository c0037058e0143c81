namespace Mapwire.Platform;

/// <summary>Looks at names without opening or changing the maps behind them.</summary>
internal static partial class NameList
{
    public static List<NameFacts> All(string? directory) => OperatingSystem.IsWindows() ? Windows.All() : Unix.All(directory);

    /// <summary>One name, live or dead; null where there is none.</summary>
    public static NameFacts? Find(MapName name, string? directory) =>
        OperatingSystem.IsWindows() ? Windows.Find(name) : Unix.Find(name, directory);
}
