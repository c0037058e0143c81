using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal static partial class KernelCopy
{
    [SupportedOSPlatform("linux")]
    private static unsafe class Linux
    {
        public static long TryCopy(SafeFileHandle source, SafeFileHandle destination, long offset, long length, string path)
        {
            var end = offset + length;
            for (var at = offset; at < end;)
            {
                // Holes are stepped over and stay holes.
                var data = Libc.lseek(Fd(source), at, Libc.SEEK_DATA);
                if (data < 0)
                {
                    return Marshal.GetLastPInvokeError() switch
                    {
                        Libc.ENXIO => length,
                        Libc.EINVAL or Libc.EOPNOTSUPP => -1,
                        var error => throw UnixError.Exception(error, "look for data in the source of", path),
                    };
                }

                if (data >= end)
                {
                    return length;
                }

                var hole = Libc.lseek(Fd(source), data, Libc.SEEK_HOLE);
                var stop = hole < 0 ? end : Math.Min(hole, end);
                var copied = CopyData(source, destination, data, stop - data, path);
                if (copied < stop - data)
                {
                    return copied < 0 ? -1 : data + copied - offset;
                }

                at = stop;
            }

            return length;
        }

        private static long CopyData(SafeFileHandle source, SafeFileHandle destination, long offset, long length, string path)
        {
            var from = offset;
            var to = offset;
            var done = 0L;
            while (done < length)
            {
                var copied = Libc.copy_file_range(Fd(source), &from, Fd(destination), &to, (nuint)(length - done), 0);
                if (copied == 0)
                {
                    break;
                }

                if (copied > 0)
                {
                    done += copied;
                    continue;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.EINTR:
                        break;
                    case Libc.EXDEV or Libc.EINVAL or Libc.ENOSYS or Libc.EOPNOTSUPP or Libc.EPERM when done == 0:
                        return -1;
                    case Libc.ENOSPC:
                        throw Room.Exception(path, length);
                    case var error:
                        throw UnixError.Exception(error, "copy into", path);
                }
            }

            return done;
        }

        private static int Fd(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
    }
}
