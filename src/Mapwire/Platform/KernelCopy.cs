using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

/// <summary>Copies a range of a file within the kernel.</summary>
internal static partial class KernelCopy
{
    /// <summary>Copies up to so many bytes from the same offset of one file to that of the other.</summary>
    /// <returns>How many were copied: fewer than asked at the end of the source; -1 where the system cannot copy these two files so.</returns>
    public static long TryCopy(SafeFileHandle source, SafeFileHandle destination, long offset, long length, string path) =>
        OperatingSystem.IsLinux() ? Linux.TryCopy(source, destination, offset, length, path) : -1;
}
