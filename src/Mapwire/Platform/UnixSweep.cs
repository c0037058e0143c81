using System.Collections.Concurrent;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Removes what kills left in a folder of names, once for each folder a process uses.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixSweep
{
    private static readonly ConcurrentDictionary<string, bool> _swept = new(StringComparer.Ordinal);

    public static void Once(UnixFolder folder)
    {
        if (folder.Scope != MapScope.Posix && _swept.TryAdd(folder.Path, true))
        {
            foreach (var path in Directory.EnumerateFiles(folder.Path))
            {
                _ = UnixNames.TryTidy(folder, Path.GetFileName(path));
            }
        }
    }
}
