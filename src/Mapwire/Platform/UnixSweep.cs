using System.Collections.Concurrent;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Removes what kills left in a folder of names, once for each folder a process uses.</summary>
/// <remarks>Only files that bear the mark of a map, or of one on its way to a name, and only this user's own, or anybody's where this
/// user is the administrator.</remarks>
[UnsupportedOSPlatform("windows")]
internal static class UnixSweep
{
    private static readonly ConcurrentDictionary<string, bool> _swept = new(StringComparer.Ordinal);

    public static void Once(UnixFolder folder)
    {
        if (folder.Scope != MapScope.Posix && _swept.TryAdd(folder.Path, true))
        {
            Run(folder);
        }
    }

    public static void Run(UnixFolder folder)
    {
        if (folder.Scope != MapScope.Posix)
        {
            foreach (var path in Directory.EnumerateFiles(folder.Path))
            {
                var fileName = Path.GetFileName(path);
                if (IsOurs(fileName) && IsOwn(folder, fileName))
                {
                    UnixNames.TidyIfPossible(folder, fileName);
                }
            }
        }
    }

    private static bool IsOurs(string fileName) =>
        MapName.IsFileName(fileName) || fileName.StartsWith(FileMap.TemporaryPrefix, StringComparison.Ordinal);

    private static bool IsOwn(UnixFolder folder, string fileName) =>
        UnixFile.FactsOf(folder, fileName) is { } facts && (Users.IsCurrent(facts.Owner) || Users.IsCurrent(0));
}
