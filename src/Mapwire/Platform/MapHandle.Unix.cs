using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal sealed partial class MapHandle
{
    private UnixFolder? _folder;
    private string? _fileName;
    private bool _isWritable;
    private int _exitKey;

    /// <summary>A map over a name in a folder; the handle removes the name if it is the last that holds it, and without a file name holds none.</summary>
    [UnsupportedOSPlatform("windows")]
    public static MapHandle OfName(SafeFileHandle file, MapName name, long size, UnixFolder folder, string? fileName, bool isWritable)
    {
        var map = new MapHandle(file.DangerousGetHandle(), name.FullName, size)
        {
            Path = folder.PathOf(name.ToFileName()),
            _file = file,
            _folder = folder,
            _fileName = name.Scope == MapScope.Posix ? null : fileName,
            _isWritable = isWritable,
        };

        // A forgotten map is finalized in no order: what it needs to leave must still be open then.
        var held = false;
        file.DangerousAddRef(ref held);
        folder.Handle.DangerousAddRef(ref held);
        map._exitKey = NamesAtExit.Add(map);
        return map;
    }

    /// <summary>A map over a file of the caller's, which it closes at the end.</summary>
    [UnsupportedOSPlatform("windows")]
    public static MapHandle OfFile(SafeFileHandle file, string path, long size) =>
        new(file.DangerousGetHandle(), path, size) { Path = path, IsFile = true, _file = file };

    /// <summary>A map over a file that stays its owner's and must outlive the map.</summary>
    [UnsupportedOSPlatform("windows")]
    public static MapHandle OfBorrowedFile(SafeFileHandle file, string path, long size) =>
        new(file.DangerousGetHandle(), path, size) { Path = path, IsFile = true };

    /// <summary>Lets go of the name while the memory stays mapped: for a process that is ending.</summary>
    [UnsupportedOSPlatform("windows")]
    public void LeaveName()
    {
        if (this is { _folder: { } folder, _fileName: { } fileName, _file: { } file })
        {
            UnixNames.Leave(folder, fileName, file, _isWritable);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private void KeepAtExit(bool hasViews)
    {
        if (_folder is not null)
        {
            NamesAtExit.Keep(_exitKey, this, hasViews);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static class Unix
    {
        public static bool Release(MapHandle map)
        {
            map.LeaveName();
            if (map._folder is { } folder)
            {
                NamesAtExit.Remove(map._exitKey);
                map._file!.DangerousRelease();
                folder.Handle.DangerousRelease();
                folder.Dispose();
            }

            map._file?.Dispose();
            return true;
        }
    }
}
