using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal static partial class UnixFile
{
    [SupportedOSPlatform("linux")]
    private static unsafe class Linux
    {
        public static SafeFileHandle? OpenDirectory(string path, bool follow) =>
            OpenAt(Libc.AT_FDCWD, path, Libc.O_RDONLY | Libc.O_DIRECTORY | (follow ? 0 : Libc.O_NOFOLLOW), 0, path, Libc.ENOENT);

        public static void MakeDirectory(string path, int mode)
        {
            if (Libc.mkdirat(Libc.AT_FDCWD, path, (uint)mode) != 0 && Marshal.GetLastPInvokeError() is not Libc.EEXIST and var error)
            {
                throw UnixError.Exception(error, "make the folder", path);
            }
        }

        public static SafeFileHandle CreateNew(UnixFolder folder, int mode, bool exactMode, bool canBeUnnamed, out string? temporaryName)
        {
            temporaryName = null;
            var file = canBeUnnamed
                ? OpenAt(Fd(folder.Handle), ".", Libc.O_TMPFILE | Libc.O_RDWR, (uint)mode, folder.Path, Libc.EOPNOTSUPP, Libc.EISDIR, Libc.EINVAL)
                : null;
            try
            {
                while (file is null || !TryLock(file, Libc.F_RDLCK, folder.Path) || !StillNamed(folder, file, temporaryName))
                {
                    // A sweeper may take a dot file for a leftover until it is locked: then again, with another.
                    file?.Dispose();
                    temporaryName = FileMap.TemporaryName();
                    file = OpenAt(Fd(folder.Handle), temporaryName, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, (uint)mode, folder.Path, Libc.EEXIST);
                }

                // A file system without modes (FAT) refuses them: that is for the caller's own files to know.
                if (exactMode
                    && Libc.fchmod(Fd(file), (uint)mode) != 0
                    && (folder.Scope != MapScope.File || Marshal.GetLastPInvokeError() != Libc.EPERM))
                {
                    throw UnixError.Exception(Marshal.GetLastPInvokeError(), "set the mode of a file in", folder.Path);
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

        public static bool TryLink(UnixFolder folder, SafeFileHandle file, string? temporaryName, string name)
        {
            var directory = Fd(folder.Handle);
            var result = temporaryName is null
                ? Libc.linkat(Libc.AT_FDCWD, $"/proc/self/fd/{Fd(file)}", directory, name, Libc.AT_SYMLINK_FOLLOW)
                : Libc.renameat2(directory, temporaryName, directory, name, Libc.RENAME_NOREPLACE);
            if (result != 0 && temporaryName is not null && Marshal.GetLastPInvokeError() == Libc.EINVAL)
            {
                // A file system without that flag: a second name, and the first is removed with the NewFile.
                result = Libc.linkat(directory, temporaryName, directory, name, 0);
            }

            if (result == 0)
            {
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            return error == Libc.EEXIST ? false : throw UnixError.Exception(error, "give a file its name:", folder.PathOf(name));
        }

        // O_NONBLOCK: a pipe planted under the name must not make the open wait.
        public static SafeFileHandle? Open(UnixFolder folder, string name, bool write) =>
            OpenAt(
                Fd(folder.Handle),
                name,
                (write ? Libc.O_RDWR : Libc.O_RDONLY) | Libc.O_NOFOLLOW | Libc.O_NONBLOCK,
                0,
                folder.PathOf(name),
                Libc.ENOENT);

        public static SafeFileHandle? OpenPath(string path, bool write) =>
            OpenAt(Libc.AT_FDCWD, path, (write ? Libc.O_RDWR : Libc.O_RDONLY) | Libc.O_NONBLOCK, 0, path, Libc.ENOENT);

        public static bool Unlink(UnixFolder folder, string name)
        {
            if (Libc.unlinkat(Fd(folder.Handle), name, 0) == 0)
            {
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            return error == Libc.ENOENT ? false : throw UnixError.Exception(error, "remove", folder.PathOf(name));
        }

        public static FileFacts Facts(SafeFileHandle file, string path)
        {
            Libc.StatX stat;
            return Libc.statx(Fd(file), string.Empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_AND_BTIME, &stat) == 0
                ? ToFacts(stat)
                : throw UnixError.Exception(Marshal.GetLastPInvokeError(), "look at", path);
        }

        public static FileFacts? FactsOf(UnixFolder folder, string name)
        {
            Libc.StatX stat;
            if (Libc.statx(Fd(folder.Handle), name, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_AND_BTIME, &stat) == 0)
            {
                return ToFacts(stat);
            }

            var error = Marshal.GetLastPInvokeError();
            return error == Libc.ENOENT ? null : throw UnixError.Exception(error, "look at", folder.PathOf(name));
        }

        public static FileFacts? FactsOfTarget(string path)
        {
            Libc.StatX stat;
            return Libc.statx(Libc.AT_FDCWD, path, Libc.AT_STATX_DONT_SYNC, Libc.STATX_BASIC_AND_BTIME, &stat) == 0 ? ToFacts(stat) : null;
        }

        public static void Reserve(SafeFileHandle file, long size, string path)
        {
            int error;
            do
            {
                error = Libc.posix_fallocate(Fd(file), 0, size);
            }
            while (error == Libc.EINTR);

            if (error is Libc.ENOSPC or Libc.ENOMEM)
            {
                throw Room.Exception(path, size);
            }

            if (error == Libc.EFBIG)
            {
                throw new IOException($"{path} cannot have {size} bytes: its file system, or the limit of this process (ulimit -f), allows no file so large.");
            }

            if (error != 0)
            {
                throw UnixError.Exception(error, $"reserve {size} bytes in", path);
            }
        }

        public static void Unlock(SafeFileHandle file, string path) => _ = TryLock(file, Libc.F_UNLCK, path);

        public static bool TryLock(SafeFileHandle file, short type, string path)
        {
            var range = Lifetime(type);
            if (Libc.fcntl(Fd(file), Libc.F_OFD_SETLK, &range) == 0)
            {
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            return error is Libc.EAGAIN or Libc.EACCES ? false : throw UnixError.Exception(error, "lock", path);
        }

        public static LockState QueryLock(SafeFileHandle file, string path)
        {
            var range = Lifetime(Libc.F_WRLCK);
            if (Libc.fcntl(Fd(file), Libc.F_OFD_GETLK, &range) != 0)
            {
                throw UnixError.Exception(Marshal.GetLastPInvokeError(), "ask for the lock of", path);
            }

            return range.Type switch
            {
                Libc.F_UNLCK => LockState.Free,
                Libc.F_RDLCK => LockState.Shared,
                _ => LockState.Exclusive,
            };
        }

        private static bool StillNamed(UnixFolder folder, SafeFileHandle file, string? name) =>
            name is null || FactsOf(folder, name)?.IsSameFile(Facts(file, folder.PathOf(name))) == true;

        private static Libc.Flock Lifetime(short type) => new() { Type = type, Start = LifetimeByte, Length = 1 };

        private static int Fd(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

        private static SafeFileHandle? OpenAt(int directory, string name, int flags, uint mode, string path, params ReadOnlySpan<int> expected)
        {
            int fd;
            int error;
            do
            {
                fd = Libc.openat(directory, name, flags | Libc.O_CLOEXEC, mode);
                error = Marshal.GetLastPInvokeError();
            }
            while (fd < 0 && error == Libc.EINTR);

            if (fd >= 0)
            {
                return new SafeFileHandle(fd, ownsHandle: true);
            }

            return expected.Contains(error) ? null : throw UnixError.Exception(error, "open", path);
        }

        private static FileFacts ToFacts(in Libc.StatX stat)
        {
            var born = stat.BirthSeconds != 0;
            var created = DateTimeOffset.FromUnixTimeSeconds(born ? stat.BirthSeconds : stat.ChangeSeconds)
                .AddTicks((born ? stat.BirthNanoseconds : stat.ChangeNanoseconds) / 100);
            return new FileFacts(
                ((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor,
                stat.Inode,
                (stat.Mode & 0xF000) == 0x8000,
                (stat.Mode & 0xF000) == 0x4000,
                stat.Mode & 0xFFF,
                stat.Uid,
                (long)stat.Size,
                (long)stat.Blocks * 512,
                (int)stat.Links,
                created);
        }
    }
}
