using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal static partial class NameList
{
    [UnsupportedOSPlatform("windows")]
    private static class Unix
    {
        public static List<MapInfo> All(string? directory)
        {
            var holders = new Lazy<OpenFiles?>(Holders);
            List<MapInfo> found = [];
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

        public static MapInfo? Find(MapName name, string? directory)
        {
            using var folder = UnixFolder.TryOpen(name.Scope, directory);
            if (folder is null || State(folder, name.ToFileName()) == LockState.Exclusive)
            {
                // Somebody is removing it this instant.
                return null;
            }

            return Look(folder, name.ToFileName(), new(Holders)) is { } facts ? facts with { Name = name.FullName } : null;
        }

        public static void Sweep(string? directory)
        {
            foreach (var scope in Scopes())
            {
                using var folder = UnixFolder.TryOpen(scope, directory);
                if (folder is not null)
                {
                    UnixSweep.Run(folder);
                }
            }
        }

        private static OpenFiles? Holders() => OperatingSystem.IsLinux() ? new OpenFiles() : null;

        private static MapScope[] Scopes() =>
            OperatingSystem.IsLinux() ? [MapScope.Local, MapScope.Global, MapScope.Posix] : [MapScope.Local, MapScope.Global];

        // Maps of global names and POSIX semaphores lie beside POSIX maps.
        private static bool IsMap(MapScope scope, string fileName) => scope == MapScope.Posix
            ? !MapName.IsFileName(fileName)
                && !fileName.StartsWith(FileMap.TemporaryPrefix, StringComparison.Ordinal)
                && !fileName.StartsWith(MapName.SemaphorePrefix, StringComparison.Ordinal)
            : MapName.IsFileName(fileName);

        private static MapInfo? Look(UnixFolder folder, string fileName, Lazy<OpenFiles?> holders)
        {
            if (UnixFile.FactsOf(folder, fileName) is not { IsRegular: true } facts)
            {
                return null;
            }

            var name = new MapName(folder.Scope, folder.Scope == MapScope.Posix ? fileName : MapName.LeafOfFileName(fileName));
            return new MapInfo
            {
                Name = name.FullName,
                Scope = folder.Scope,
                Size = facts.Size,
                Owner = Users.NameOf(facts.Owner),
                Created = facts.Created,
                ProcessIds = holders.Value?.Of(facts),
                IsLive = State(folder, fileName) == LockState.Shared,
                Path = folder.PathOf(fileName),
            };
        }

        private static LockState State(UnixFolder folder, string fileName)
        {
            if (folder.Scope == MapScope.Posix)
            {
                return LockState.Shared;
            }

            try
            {
                using SafeFileHandle? file = UnixFile.Open(folder, fileName, write: false);
                return file is null ? LockState.Free : UnixFile.QueryLock(file, folder.PathOf(fileName));
            }
            catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
            {
                // Another user's own map, or one leased: whether it is held is not told, and only a dead one may be called dead.
                return LockState.Shared;
            }
        }
    }
}
