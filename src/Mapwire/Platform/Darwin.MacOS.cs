using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>The system calls of macOS, as the C library names them.</summary>
/// <remarks>Variadic ones are called without their variable part only: on arm64 that part travels on the stack.</remarks>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class Darwin
{
    public const int O_RDONLY = 0;
    public const int O_RDWR = 2;
    public const int O_NONBLOCK = 4;
    public const int O_NOFOLLOW = 0x100;
    public const int O_DIRECTORY = 0x100000;
    public const int O_CLOEXEC = 0x1000000;
    public const int LOCK_SH = 1;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const int LOCK_UN = 8;
    public const int MAP_ANONYMOUS = 0x1000;
    public const int MAP_NORESERVE = 0x40;
    public const int MADV_WILLNEED = 3;
    public const int MS_SYNC = 0x10;
    public const int ENOENT = 2;
    public const int EEXIST = 17;
    public const uint RENAME_EXCL = 4;
    public const int EWOULDBLOCK = 35;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int renamex_np(string oldpath, string newpath, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int unlink(string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int chmod(string path, ushort mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int flock(int fd, int operation);

    // The 64-bit inode form has a suffix on x64 and none on arm64.
    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    public static partial int fstat_arm64(int fd, Stat* stat);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    public static partial int fstat_x64(int fd, Stat* stat);

    [LibraryImport("libc", EntryPoint = "lstat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int lstat_arm64(string path, Stat* stat);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int lstat_x64(string path, Stat* stat);

    /// <summary><c>struct stat</c> with 64-bit inodes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    public struct Stat
    {
        [FieldOffset(0)] public int Device;
        [FieldOffset(4)] public ushort Mode;
        [FieldOffset(6)] public ushort Links;
        [FieldOffset(8)] public ulong Inode;
        [FieldOffset(16)] public uint Uid;
        [FieldOffset(80)] public long BirthSeconds;
        [FieldOffset(88)] public long BirthNanoseconds;
        [FieldOffset(96)] public long Size;
        [FieldOffset(104)] public long Blocks;
    }
}
