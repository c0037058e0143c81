using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal static partial class UnixFile
{
    // macOS has no unnamed files and no open relative to a folder without a variadic call: paths and dot names instead.
    [UnsupportedOSPlatform("windows")]
    private static unsafe class MacOS
    {
        public static SafeFileHandle? OpenDirectory(string path, bool follow) => OpenFlags(path, Darwin.O_RDONLY | Darwin.O_DIRECTORY | (follow ? 0 : Darwin.O_NOFOLLOW));

        public static void MakeDirectory(string path, int mode) => _ = Directory.CreateDirectory(path, (UnixFileMode)mode);

        public static SafeFileHandle CreateNew(UnixFolder folder, int mode, bool exactMode, out string? temporaryName)
        {
            SafeFileHandle? file = null;
            temporaryName = null;
            try
            {
                while (file is null
                    || !TryLock(file, Darwin.LOCK_SH, folder.Path)
                    || FactsOf(folder, temporaryName!)?.IsSameFile(Facts(file, folder.Path)) != true)
                {
                    file?.Dispose();
                    temporaryName = FileMap.TemporaryName();
                    file = File.OpenHandle(
                        folder.PathOf(temporaryName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                }

                if (exactMode)
                {
                    File.SetUnixFileMode(file, (UnixFileMode)mode);
                }

                return file;
            }
            catch
            {
                file?.Dispose();
                if (temporaryName is not null)
                {
                    _ = Unlink(folder, temporaryName);
                }

                throw;
            }
        }

        public static bool TryLink(UnixFolder folder, string? temporaryName, string name)
        {
            if (Darwin.renamex_np(folder.PathOf(temporaryName!), folder.PathOf(name), Darwin.RENAME_EXCL) == 0)
            {
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            return error == Darwin.EEXIST ? false : throw UnixError.Exception(error, "give a file its name:", folder.PathOf(name));
        }

        public static SafeFileHandle? Open(UnixFolder folder, string name, bool write) =>
            OpenFlags(folder.PathOf(name), (write ? Darwin.O_RDWR : Darwin.O_RDONLY) | Darwin.O_NOFOLLOW | Darwin.O_NONBLOCK);

        public static SafeFileHandle? OpenPath(string path, bool write) =>
            OpenFlags(path, (write ? Darwin.O_RDWR : Darwin.O_RDONLY) | Darwin.O_NONBLOCK);

        public static bool Unlink(UnixFolder folder, string name)
        {
            if (Darwin.unlink(folder.PathOf(name)) == 0)
            {
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            return error == Darwin.ENOENT ? false : throw UnixError.Exception(error, "remove", folder.PathOf(name));
        }

        public static FileFacts Facts(SafeFileHandle file, string path)
        {
            Darwin.Stat stat;
            var fd = Fd(file);
            var result = IsArm ? Darwin.fstat_arm64(fd, &stat) : Darwin.fstat_x64(fd, &stat);
            return result == 0 ? ToFacts(stat) : throw UnixError.Exception(Marshal.GetLastPInvokeError(), "look at", path);
        }

        public static FileFacts? FactsOf(UnixFolder folder, string name)
        {
            Darwin.Stat stat;
            var path = folder.PathOf(name);
            if ((IsArm ? Darwin.lstat_arm64(path, &stat) : Darwin.lstat_x64(path, &stat)) == 0)
            {
                return ToFacts(stat);
            }

            var error = Marshal.GetLastPInvokeError();
            return error == Darwin.ENOENT ? null : throw UnixError.Exception(error, "look at", path);
        }

        public static FileFacts? FactsOfTarget(string path)
        {
            using var file = OpenPath(path, write: false);
            return file is null ? null : Facts(file, path);
        }

        // The framework's own preallocation works on a file it opens; here the length must do.
        public static void Reserve(SafeFileHandle file, long size, string path) => RandomAccess.SetLength(file, size);

        public static void Unlock(SafeFileHandle file) => _ = Darwin.flock(Fd(file), Darwin.LOCK_UN);

        public static bool TryLock(SafeFileHandle file, int operation, string path)
        {
            if (Darwin.flock(Fd(file), operation | Darwin.LOCK_NB) == 0)
            {
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            return error == Darwin.EWOULDBLOCK ? false : throw UnixError.Exception(error, "lock", path);
        }

        public static LockState QueryLock(SafeFileHandle file, string path)
        {
            // flock cannot be asked, only tried; the file must carry no lock of ours.
            var state = TryLock(file, Darwin.LOCK_EX, path) ? LockState.Free
                : TryLock(file, Darwin.LOCK_SH, path) ? LockState.Shared
                : LockState.Exclusive;
            _ = Darwin.flock(Fd(file), Darwin.LOCK_UN);
            return state;
        }

        private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

        private static int Fd(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

        private static SafeFileHandle? OpenFlags(string path, int flags)
        {
            var fd = Darwin.open(path, flags | Darwin.O_CLOEXEC);
            if (fd >= 0)
            {
                return new SafeFileHandle(fd, ownsHandle: true);
            }

            var error = Marshal.GetLastPInvokeError();
            return error == Darwin.ENOENT ? null : throw UnixError.Exception(error, "open", path);
        }

        private static FileFacts ToFacts(in Darwin.Stat stat) => new(
            (ulong)stat.Device,
            stat.Inode,
            (stat.Mode & 0xF000) == 0x8000,
            (stat.Mode & 0xF000) == 0x4000,
            stat.Mode & 0xFFF,
            stat.Uid,
            stat.Size,
            stat.Blocks * 512,
            stat.Links,
            DateTimeOffset.FromUnixTimeSeconds(stat.BirthSeconds).AddTicks(stat.BirthNanoseconds / 100));
    }
}
