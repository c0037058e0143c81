using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Says whether files of a place can have huge pages: the kernel takes the wish and forgets it where they cannot.</summary>
[UnsupportedOSPlatform("windows")]
internal static class HugePages
{
    public static void Require(MapHandle map)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException($"Huge pages for {map.Name}: this system has none for shared memory.");
        }

        var folder = Path.GetDirectoryName(map.Path!)!;
        var (mount, options) = MountOf(folder);
        var huge = options.Split(',').LastOrDefault(option => option.StartsWith("huge=", StringComparison.Ordinal));
        if (huge is null or "huge=never")
        {
            throw new NotSupportedException(
                $"Huge pages for {map.Name}: the file system at {mount} is not mounted for them. As the administrator: mount -o remount,huge=advise {mount}.");
        }
    }

    // A line: id parent major:minor root mount-point options … - type source super-options.
    private static (string Mount, string Options) MountOf(string folder)
    {
        var best = ("/", string.Empty);
        foreach (var line in File.ReadLines("/proc/self/mountinfo"))
        {
            var fields = line.Split(' ');
            var mount = fields[4].Replace("\\040", " ", StringComparison.Ordinal);
            var below = mount == "/" || folder == mount || folder.StartsWith(mount + "/", StringComparison.Ordinal);
            if (below && mount.Length >= best.Item1.Length)
            {
                best = (mount, fields[^1]);
            }
        }

        return best;
    }
}
