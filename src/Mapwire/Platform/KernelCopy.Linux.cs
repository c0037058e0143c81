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
            var from = offset;
            var to = offset;
            var done = 0L;
            while (done < length)
            {
                var copied = Libc.copy_file_range(
                    (int)source.DangerousGetHandle(), &from, (int)destination.DangerousGetHandle(), &to, (nuint)(length - done), 0);
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
    }
}
