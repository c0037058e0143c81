using System.Globalization;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Which processes have which files open, as far as /proc shows them to this user.</summary>
[SupportedOSPlatform("linux")]
internal static class OpenFiles
{
    /// <summary>The processes by device and inode, or null where there is no /proc.</summary>
    public static Dictionary<(ulong Device, ulong Inode), List<int>>? ByFile()
    {
        if (!Directory.Exists("/proc/self/fd"))
        {
            return null;
        }

        Dictionary<(ulong, ulong), List<int>> found = [];
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                AddFilesOf(id, Path.Combine(process, "fd"), found);
            }
        }

        return found;
    }

    private static void AddFilesOf(int process, string folder, Dictionary<(ulong, ulong), List<int>> found)
    {
        try
        {
            foreach (var descriptor in Directory.EnumerateFileSystemEntries(folder))
            {
                if (UnixFile.FactsOfTarget(descriptor) is not { IsRegular: true } file)
                {
                    continue;
                }

                if (!found.TryGetValue((file.Device, file.Inode), out var processes))
                {
                    found[(file.Device, file.Inode)] = processes = [];
                }

                if (!processes.Contains(process))
                {
                    processes.Add(process);
                }
            }
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            // Another user's process, or one that ended meanwhile.
        }
    }
}
