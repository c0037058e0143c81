using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal static partial class NameList
{
    [UnsupportedOSPlatform("windows")]
    private static class Unix
    {
        public static List<NameFacts> All(string? directory)
        {
            var holders = new Lazy<Dictionary<(ulong, ulong), List<int>>?>(Holders);
            List<NameFacts> found = [];
            foreach (var scope in Scopes())
            {
                using var folder = UnixFolder.TryOpen(scope, directory);
                if (folder is null)
                {
                    continue;
                }

                foreach (var path in Directory.EnumerateFiles(folder.Path))
                {
                    var fileName = Path.GetFileName(path);
                    if (IsMap(scope, fileName) && Look(folder, fileName, holders) is { } facts)
                    {
                        found.Add(facts);
                    }
                }
            }

            return found;
        }

        public static NameFacts? Find(MapName name, string? directory)
        {
            using var folder = UnixFolder.TryOpen(name.Scope, directory);
            var facts = folder is null ? null : Look(folder, name.ToFileName(), new(Holders));
            return facts is null ? null : facts with { FullName = name.FullName };
        }

        private static Dictionary<(ulong, ulong), List<int>>? Holders() => OperatingSystem.IsLinux() ? OpenFiles.ByFile() : null;

        private static MapScope[] Scopes() =>
            OperatingSystem.IsLinux() ? [MapScope.Local, MapScope.Global, MapScope.Posix] : [MapScope.Local, MapScope.Global];

        // Maps of global names and POSIX semaphores lie beside POSIX maps.
        private static bool IsMap(MapScope scope, string fileName) => scope == MapScope.Posix
            ? !MapName.IsFileName(fileName)
                && !fileName.StartsWith(UnixFile.NewPrefix, StringComparison.Ordinal)
                && !fileName.StartsWith("sem.", StringComparison.Ordinal)
            : MapName.IsFileName(fileName);

        private static NameFacts? Look(UnixFolder folder, string fileName, Lazy<Dictionary<(ulong, ulong), List<int>>?> holders)
        {
            if (UnixFile.FactsOf(folder, fileName) is not { IsRegular: true } facts)
            {
                return null;
            }

            var name = new MapName(folder.Scope, folder.Scope == MapScope.Posix ? fileName : MapName.LeafOfFileName(fileName));
            return new NameFacts(
                name.FullName,
                folder.Scope,
                facts.Size,
                Users.NameOf(facts.Owner),
                facts.Created,
                holders.Value is { } known ? known.GetValueOrDefault((facts.Device, facts.Inode)) ?? [] : null,
                folder.Scope == MapScope.Posix || IsHeld(folder, fileName),
                folder.PathOf(fileName));
        }

        private static bool IsHeld(UnixFolder folder, string fileName)
        {
            try
            {
                using SafeFileHandle? file = UnixFile.Open(folder, fileName, write: false);
                return file is not null && UnixFile.QueryLock(file, folder.PathOf(fileName)) == LockState.Shared;
            }
            catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
            {
                // Another user's own map, or one leased: whether it is held is not told, and only a dead one may be called dead.
                return true;
            }
        }
    }
}
