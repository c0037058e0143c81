namespace Mapwire.Platform;

/// <summary>Free room where maps and files lie, and the error that says there is too little.</summary>
internal static partial class Room
{
    private const int DiskFull = unchecked((int)0x80070070);

    /// <summary>Refuses at once what cannot fit, without filling the place first to find out.</summary>
    public static void Require(string path, long size)
    {
        if (size > Free(path))
        {
            throw Exception(path, size);
        }
    }

    public static IOException Exception(string path, long size)
    {
        var folder = FolderOf(path);
        var advice = folder.StartsWith("/dev/shm", StringComparison.Ordinal)
            ? "Enlarge it (mount -o remount,size=…; containers: --shm-size), remove what is not needed (mapwire map list shows it), or choose another folder with MAPWIRE_DIRECTORY"
            : "Free some room or choose another folder";
        return new IOException($"No room for {path}: wanted {size} bytes, free {Free(path)} in {folder}. {advice}.", DiskFull);
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;

    private static long Free(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Windows.Free(FolderOf(path));
        }

        return OperatingSystem.IsLinux() ? Linux.Free(FolderOf(path)) : new DriveInfo(FolderOf(path)).AvailableFreeSpace;
    }
}
