using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class Pages
{
    // The calls are the same on Linux and macOS; where a number differs, both stand here.
    [UnsupportedOSPlatform("windows")]
    private static unsafe class Unix
    {
        public static nint Map(MapHandle map, long offset, nuint length, MapAccess access, bool hugePages)
        {
            var protection = Libc.PROT_READ | access switch
            {
                MapAccess.ReadWrite or MapAccess.CopyOnWrite => Libc.PROT_WRITE,
                MapAccess.ReadExecute => Libc.PROT_EXEC,
                MapAccess.ReadWriteExecute => Libc.PROT_WRITE | Libc.PROT_EXEC,
                _ => 0,
            };
            var sharing = access == MapAccess.CopyOnWrite ? Libc.MAP_PRIVATE : Libc.MAP_SHARED;
            var address = Libc.mmap(0, length, protection, sharing, (int)map.DangerousGetHandle(), offset);
            if (address == -1)
            {
                throw Failure(Marshal.GetLastPInvokeError(), map, length, access);
            }

            if (hugePages)
            {
                HugePages.Collect(map, address, length);
            }

            return address;
        }

        public static void Unmap(nint address, nuint length) => _ = Libc.munmap(address, length);

        public static bool TryReplaceByZeros(nint address, nuint length)
        {
            var flags = Libc.MAP_PRIVATE | Libc.MAP_FIXED
                | (OperatingSystem.IsMacOS() ? Darwin.MAP_ANONYMOUS | Darwin.MAP_NORESERVE : Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE);
            return Libc.mmap(address, length, Libc.PROT_READ | Libc.PROT_WRITE, flags, -1, 0) == address;
        }

        public static void Flush(MapHandle map, nint address, nuint length)
        {
            if (Libc.msync(address, length, OperatingSystem.IsMacOS() ? Darwin.MS_SYNC : Libc.MS_SYNC) != 0)
            {
                throw UnixError.Exception(Marshal.GetLastPInvokeError(), "flush", map.Name);
            }
        }

        public static void Prefault(MapHandle map, nint address, nuint length, bool write)
        {
            if (OperatingSystem.IsMacOS())
            {
                _ = Libc.madvise(address, length, Darwin.MADV_WILLNEED);
                return;
            }

            int error;
            do
            {
                error = Libc.madvise(address, length, write ? Libc.MADV_POPULATE_WRITE : Libc.MADV_POPULATE_READ) == 0
                    ? 0
                    : Marshal.GetLastPInvokeError();
            }
            while (error is Libc.EINTR or Libc.EAGAIN);

            switch (error)
            {
                case 0:
                    return;
                case Libc.EFAULT:
                    throw new IOException($"A page of the view of {map.Name} is not there: somebody made the file shorter, or the disk cannot read it.");
                case Libc.EINVAL:
                    throw new PlatformNotSupportedException($"This kernel cannot prefault the pages of {map.Name} (it needs Linux 5.14); leave the option out.");
                case Libc.ENOMEM or Libc.ENOSPC:
                    throw Room.Exception(map.Path ?? map.Name, (long)length);
                default:
                    throw UnixError.Exception(error, "prefault", map.Name);
            }
        }

        public static void Lock(MapHandle map, nint address, nuint length)
        {
            if (Libc.mlock(address, length) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                throw new IOException(
                    $"The system refuses to lock {length} bytes of {map.Name} in memory: {Marshal.GetPInvokeErrorMessage(error)}. The limit is RLIMIT_MEMLOCK (ulimit -l); raise it or give the process CAP_IPC_LOCK.", error);
            }
        }

        public static bool TryCopy(nint source, nint destination, nuint length)
        {
            while (length > 0)
            {
                var from = new Libc.IoVec { Base = source, Length = length };
                var to = new Libc.IoVec { Base = destination, Length = length };
                var copied = Libc.process_vm_readv(Environment.ProcessId, &to, 1, &from, 1, 0);
                if (copied <= 0)
                {
                    // Where a sandbox forbids the call, the pages are at least seen to be there before they are touched.
                    return copied < 0
                        && Marshal.GetLastPInvokeError() is Libc.EPERM or Libc.ENOSYS
                        && Libc.madvise(source, length, Libc.MADV_POPULATE_READ) == 0
                        && Plain(source, destination, length);
                }

                source += copied;
                destination += copied;
                length -= (nuint)copied;
            }

            return true;
        }

        private static Exception Failure(int error, MapHandle map, nuint length, MapAccess access) => error switch
        {
            Libc.EACCES => new UnauthorizedAccessException(
                $"A view of {map.Name} with {access} asks for more than the map was opened for, or than its file's mode allows."),
            Libc.EPERM => new UnauthorizedAccessException(
                $"A view of {map.Name} with {access} is refused by the system: the file system is mounted noexec or the file is sealed."),
            Libc.ENOMEM => new IOException(
                $"No address space or memory for a view of {length} bytes of {map.Name}; views not disposed, or limits (ulimit -v, vm.max_map_count).", error),
            _ => UnixError.Exception(error, $"map {length} bytes of", map.Name),
        };
    }
}
