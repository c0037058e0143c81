using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class Room
{
    [SupportedOSPlatform("linux")]
    private static unsafe class Linux
    {
        private const string Limit = "/sys/fs/cgroup/memory.max";
        private const string Used = "/sys/fs/cgroup/memory.current";
        private const string Cached = "/sys/fs/cgroup/memory.stat";

        /// <summary>What a folder's file system has free, and memory where that is what it is made of.</summary>
        /// <remarks>Asked of the file system itself: below a changed root its mount point has no path to look up.</remarks>
        public static long Free(string folder)
        {
            Libc.StatFs facts;
            if (Libc.statfs(folder, &facts) != 0)
            {
                throw UnixError.Exception(Marshal.GetLastPInvokeError(), "ask for the room in", folder);
            }

            // A file system in memory without a limit says that it has no size at all.
            var free = facts.Blocks == 0 ? long.MaxValue : (long)facts.AvailableBlocks * facts.BlockSize;
            return facts.Type is Libc.TMPFS_MAGIC or Libc.RAMFS_MAGIC ? Math.Min(free, Memory()) : free;
        }

        /// <summary>Memory that can be taken without the kernel ending processes for it: a tmpfs promises more than there is.</summary>
        private static long Memory() => Math.Min(OfMachine(), OfContainer());

        private static long OfMachine() => 1024 * (Field("/proc/meminfo", "MemAvailable:") + Field("/proc/meminfo", "SwapFree:"));

        private static long OfContainer()
        {
            // "max" where there is no limit; no file outside a container.
            if (!File.Exists(Limit) || !File.Exists(Used)
                || !long.TryParse(File.ReadAllText(Limit), NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit))
            {
                return long.MaxValue;
            }

            var used = long.Parse(File.ReadAllText(Used), CultureInfo.InvariantCulture);
            return Math.Max(0, limit - used + Field(Cached, "inactive_file"));
        }

        private static long Field(string path, string name)
        {
            foreach (var line in File.ReadLines(path))
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words.Length > 1 && words[0] == name)
                {
                    return long.Parse(words[1], CultureInfo.InvariantCulture);
                }
            }

            return 0;
        }
    }
}
