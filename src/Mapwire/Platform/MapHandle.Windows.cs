using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal sealed partial class MapHandle
{
    /// <summary>Whether views must ask for large pages, as the section was made with them.</summary>
    public bool LargePages { get; private init; }

    [SupportedOSPlatform("windows")]
    public static MapHandle OfSection(nint section, string name, long size, bool largePages) =>
        new(section, name, size) { LargePages = largePages };

    /// <summary>A section over a file, which is kept open to be flushed.</summary>
    [SupportedOSPlatform("windows")]
    public static MapHandle OfSection(nint section, SafeFileHandle file, string path, long size) =>
        new(section, path, size) { Path = path, IsFile = true, _file = file };

    [SupportedOSPlatform("windows")]
    public void FlushFile()
    {
        if (_file is not null && !Kernel32.FlushFileBuffers(_file.DangerousGetHandle()))
        {
            throw Win32Error.Last($"Cannot flush {Name} to disk");
        }
    }

    [SupportedOSPlatform("windows")]
    private static class Windows
    {
        public static bool Release(MapHandle map)
        {
            map._file?.Dispose();
            return Kernel32.CloseHandle(map.handle);
        }
    }
}
