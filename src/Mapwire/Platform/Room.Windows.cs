using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class Room
{
    [SupportedOSPlatform("windows")]
    private static unsafe class Windows
    {
        // Unlike a drive, a folder may be a share or a mount point.
        public static long Free(string folder)
        {
            ulong free;
            return Kernel32.GetDiskFreeSpaceExW(folder, &free, null, null) ? (long)Math.Min(free, long.MaxValue) : long.MaxValue;
        }
    }
}
