using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

/// <summary>The few file operations that named maps are made of on Linux and macOS.</summary>
/// <remarks>
/// The lifetime lock belongs to the open file description: it goes with the last descriptor, in the instant its process dies, whoever
/// else runs under the same process id. On Linux it can be asked for without being taken, so that who only looks disturbs nobody.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixFile
{
    /// <summary>The byte that the lifetime lock is on: far behind every byte of data, so that it never meets a lock on the contents. Those of the slots of a
    /// region follow it.</summary>
    public const long LifetimeByte = 1L << 62;

    public static SafeFileHandle? OpenDirectory(string path, bool follow) =>
        OperatingSystem.IsLinux() ? Linux.OpenDirectory(path, follow) : MacOS.OpenDirectory(path, follow);

    /// <summary>Makes a folder with this mode less the umask, or finds that somebody else has made one.</summary>
    public static void MakeDirectory(string path, int mode)
    {
        if (OperatingSystem.IsLinux())
        {
            Linux.MakeDirectory(path, mode);
        }
        else
        {
            MacOS.MakeDirectory(path, mode);
        }
    }

    /// <summary>A new file without a name in the folder (or, where the system has none, under a dot name), locked shared.</summary>
    public static SafeFileHandle CreateNew(UnixFolder folder, int mode, bool exactMode, bool canBeUnnamed, out string? temporaryName) =>
        OperatingSystem.IsLinux()
            ? Linux.CreateNew(folder, mode, exactMode, canBeUnnamed, out temporaryName)
            : MacOS.CreateNew(folder, mode, exactMode, out temporaryName);

    /// <summary>Gives the file its name, or says that the name is taken.</summary>
    public static bool TryLink(UnixFolder folder, SafeFileHandle file, string? temporaryName, string name) =>
        OperatingSystem.IsLinux() ? Linux.TryLink(folder, file, temporaryName, name) : MacOS.TryLink(folder, temporaryName, name);

    /// <summary>Opens an existing file of the folder without following a link; null where there is none.</summary>
    public static SafeFileHandle? Open(UnixFolder folder, string name, bool write) =>
        OperatingSystem.IsLinux() ? Linux.Open(folder, name, write) : MacOS.Open(folder, name, write);

    /// <summary>Opens a file of the caller's by its path, following links; null where there is none.</summary>
    public static SafeFileHandle? OpenPath(string path, bool write) =>
        OperatingSystem.IsLinux() ? Linux.OpenPath(path, write) : MacOS.OpenPath(path, write);

    /// <summary>Removes a name; a missing one is no error.</summary>
    public static bool Unlink(UnixFolder folder, string name) =>
        OperatingSystem.IsLinux() ? Linux.Unlink(folder, name) : MacOS.Unlink(folder, name);

    public static FileFacts Facts(SafeFileHandle file, string path) =>
        OperatingSystem.IsLinux() ? Linux.Facts(file, path) : MacOS.Facts(file, path);

    /// <summary>The facts of the file that has the name now, itself if it is a link; null where there is none.</summary>
    public static FileFacts? FactsOf(UnixFolder folder, string name) =>
        OperatingSystem.IsLinux() ? Linux.FactsOf(folder, name) : MacOS.FactsOf(folder, name);

    /// <summary>The facts of the file that a path leads to, links followed; null where there is none or it may not be asked.</summary>
    public static FileFacts? FactsOfTarget(string path) =>
        OperatingSystem.IsLinux() ? Linux.FactsOfTarget(path) : MacOS.FactsOfTarget(path);

    /// <summary>Gives the file its size with every page behind it, so that a later touch cannot fail for want of room.</summary>
    public static void Reserve(SafeFileHandle file, long size, string path)
    {
        Room.Require(path, size - RandomAccess.GetLength(file));
        if (OperatingSystem.IsLinux())
        {
            Linux.Reserve(file, size, path);
        }
        else
        {
            MacOS.Reserve(file, size, path);
        }
    }

    public static bool TryLockShared(SafeFileHandle file, string path) =>
        OperatingSystem.IsLinux() ? Linux.TryLock(file, Libc.F_RDLCK, path) : MacOS.TryLock(file, Darwin.LOCK_SH, path);

    /// <summary>Gives the lock up, also for a child that shares the descriptor until it starts its own program.</summary>
    public static void Unlock(SafeFileHandle file, string path)
    {
        if (OperatingSystem.IsLinux())
        {
            Linux.Unlock(file, path);
        }
        else
        {
            MacOS.Unlock(file);
        }
    }

    /// <summary>Takes the lock alone, if nobody else has any; the file must be open for writing.</summary>
    public static bool TryLockExclusive(SafeFileHandle file, string path) =>
        OperatingSystem.IsLinux() ? Linux.TryLock(file, Libc.F_WRLCK, path) : MacOS.TryLock(file, Darwin.LOCK_EX, path);

    /// <summary>What others hold on the file; this description's own lock does not count.</summary>
    public static LockState QueryLock(SafeFileHandle file, string path) =>
        OperatingSystem.IsLinux() ? Linux.QueryLock(file, path) : MacOS.QueryLock(file, path);
}
