using System.Globalization;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Doctor;

/// <summary>What of this machine limits maps and locks.</summary>
internal static class SystemChecks
{
    private const long SmallestRoom = 64L << 20;
    private const long FewestFiles = 4096;

    public static IEnumerable<DoctorFinding> All(string? directory) => OperatingSystem.IsLinux()
        ? [Room(FolderOf(directory)), Kernel(), Logind.Check(FolderOf(directory)), Files()]
        : [];

    private static DoctorFinding Room(string folder)
    {
        const string Check = "room";
        try
        {
            var drive = new DriveInfo(folder);
            var detail = $"{folder} ({drive.DriveFormat}): {Units.Size(drive.AvailableFreeSpace)} free of {Units.Size(drive.TotalSize)}";
            return drive.TotalSize == 0 ? DoctorFinding.Ok(Check, $"{folder} ({drive.DriveFormat}): no limit")
                : drive.AvailableFreeSpace < SmallestRoom
                    ? DoctorFinding.Problem(Check, detail, "Enlarge it (mount -o remount,size=2G; containers: --shm-size), or choose another folder with MAPWIRE_DIRECTORY.")
                : drive.TotalSize <= SmallestRoom
                    ? DoctorFinding.Note(Check, detail, "Containers have so little unless they are started with --shm-size.")
                : DoctorFinding.Ok(Check, detail);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return DoctorFinding.Problem(Check, $"{folder}: {failure.Message}", "Mount a tmpfs there, or choose another folder with MAPWIRE_DIRECTORY.");
        }
    }

    private static DoctorFinding Kernel()
    {
        const string Check = "kernel";
        var missing = RegionInspector.MissingKernelFeatures();
        var kernel = $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}";
        return missing.Count == 0
            ? DoctorFinding.Ok(Check, $"{kernel}: open-file-description locks, pidfd_open, futex_waitv and membarrier are there")
            : DoctorFinding.Note(
                Check,
                $"{kernel}: {string.Join(", ", missing)} missing, or forbidden to this process (seccomp)",
                "Without pidfd_open the death of a process is noticed 20 ms later; without futex_waitv asynchronous waits end 5 ms later; without membarrier writers of queues are slower and their readers may wait 5 ms longer; without the locks there are no names.");
    }

    // The runtime raises the limit to the hard one when a program starts, so that is the one that counts.
    private static DoctorFinding Files()
    {
        const string Check = "open files";
        const string Line = "Max open files";
        const int HardField = 1;
        var line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
        var fields = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (fields.Length <= HardField)
        {
            return DoctorFinding.Note(Check, "the system does not tell the limit", "See ulimit -n.");
        }

        var hard = fields[HardField];
        return !long.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most >= FewestFiles
            ? DoctorFinding.Ok(Check, $"{hard} for each process")
            : DoctorFinding.Note(Check, $"{hard} for each process", "Each open map takes one, and each process that is watched one more: raise ulimit -Hn.");
    }

    private static string FolderOf(string? directory)
    {
        var chosen = directory ?? Environment.GetEnvironmentVariable("MAPWIRE_DIRECTORY");
        return string.IsNullOrEmpty(chosen) ? "/dev/shm" : Path.GetFullPath(chosen);
    }
}
