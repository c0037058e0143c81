using System.Globalization;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class Room
{
    [SupportedOSPlatform("linux")]
    private static class Linux
    {
        private const string Limit = "/sys/fs/cgroup/memory.max";
        private const string Used = "/sys/fs/cgroup/memory.current";
        private const string Cached = "/sys/fs/cgroup/memory.stat";

        /// <summary>Memory that can be taken without the kernel ending processes for it: a tmpfs promises more than there is.</summary>
        public static long Memory() => Math.Min(OfMachine(), OfContainer());

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
