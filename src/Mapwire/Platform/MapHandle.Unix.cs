using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal sealed partial class MapHandle
{
    private SafeFileHandle? _file;
    private UnixFolder? _folder;
    private string? _fileName;

    /// <summary>A map over a name in a folder; the handle removes the name if it is the last that holds it.</summary>
    [UnsupportedOSPlatform("windows")]
    public static MapHandle OfName(SafeFileHandle file, MapName name, long size, UnixFolder folder, string fileName) =>
        new(file.DangerousGetHandle(), name.FullName, size)
        {
            Path = folder.PathOf(fileName),
            _file = file,
            _folder = folder,
            _fileName = name.Scope == MapScope.Posix ? null : fileName,
        };

    /// <summary>A map over a file of the caller's, which it closes at the end.</summary>
    [UnsupportedOSPlatform("windows")]
    public static MapHandle OfFile(SafeFileHandle file, string path, long size) =>
        new(file.DangerousGetHandle(), path, size) { Path = path, IsFile = true, _file = file };

    /// <summary>A map over a file that stays its owner's and must outlive the map.</summary>
    [UnsupportedOSPlatform("windows")]
    public static MapHandle OfBorrowedFile(SafeFileHandle file, string path, long size) =>
        new(file.DangerousGetHandle(), path, size) { Path = path, IsFile = true };

    [UnsupportedOSPlatform("windows")]
    private static class Unix
    {
        public static bool Release(MapHandle map)
        {
            // The lock goes with the descriptor; only then can it be seen whether this was the last.
            map._file?.Dispose();
            if (map is { _folder: { } folder, _fileName: { } fileName })
            {
                using (folder)
                {
                    return UnixNames.TryTidy(folder, fileName);
                }
            }

            map._folder?.Dispose();
            return true;
        }
    }
}
