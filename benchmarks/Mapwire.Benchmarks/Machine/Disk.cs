namespace Mapwire.Benchmarks.Machine;

/// <summary>The disks of the machine.</summary>
internal static class Disk
{
    /// <summary>Waits until what was written before is on its disk, so that the next run does not pay for it. Nothing on Windows.</summary>
    public static void Sync()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Programs.Run("sync");
        }
    }

    /// <summary>The file system a folder lies on.</summary>
    public static string FileSystemOf(string folder) => new DriveInfo(Path.GetFullPath(folder)).DriveFormat;
}
