using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Says whether files of a place can have huge pages: the kernel takes the wish and forgets it where they cannot.</summary>
[UnsupportedOSPlatform("windows")]
internal static class HugePages
{
    private const string SizeFile = "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size";

    // 2 MiB on x64; other page sizes have others.
    private static readonly nint _hugePage = File.Exists(SizeFile)
        ? nint.Parse(File.ReadAllText(SizeFile), CultureInfo.InvariantCulture)
        : 2 << 20;

    /// <summary>Refuses a map whose folder could not give it huge pages.</summary>
    public static void Require(string name, string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException($"Huge pages for {name}: this system has none for shared memory.");
        }

        var (mount, options) = MountOf(folder);
        var huge = options.Split(',').LastOrDefault(option => option.StartsWith("huge=", StringComparison.Ordinal));
        if (huge is null or "huge=never")
        {
            throw new NotSupportedException(
                $"Huge pages for {name}: the file system at {mount} is not mounted for them. As the administrator: mount -o remount,huge=advise {mount}.");
        }
    }

    /// <summary>Makes huge pages of the small ones that the reservation put there; unmaps the view where the kernel does not.</summary>
    public static void Collect(MapHandle map, nint address, nuint length)
    {
        // Whole huge pages only: a view shorter than one has none to make.
        var first = (address + _hugePage - 1) / _hugePage * _hugePage;
        var last = (address + (nint)length) / _hugePage * _hugePage;
        if (first >= last
            || (Libc.madvise(first, (nuint)(last - first), Libc.MADV_HUGEPAGE) == 0
                && Libc.madvise(first, (nuint)(last - first), Libc.MADV_COLLAPSE) == 0))
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        _ = Libc.munmap(address, length);
        throw new NotSupportedException(
            $"Huge pages for {map.Name}: the kernel made none ({Marshal.GetPInvokeErrorMessage(error)}). It needs Linux 6.1 and free huge pages.");
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
