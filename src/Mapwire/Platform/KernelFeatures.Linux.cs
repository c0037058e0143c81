using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class KernelFeatures
{
    [SupportedOSPlatform("linux")]
    private static unsafe class Linux
    {
        public static List<string> Missing()
        {
            List<string> missing = [];
            if (!HasFileLocks())
            {
                missing.Add("open-file-description locks");
            }

            if (!HasProcessDescriptors())
            {
                missing.Add("pidfd_open");
            }

            if (!HasWaitV())
            {
                missing.Add("futex_waitv");
            }

            if (!RemoteFence.TakesPart || !RemoteFence.TryIssue())
            {
                missing.Add("membarrier");
            }

            return missing;
        }

        private static bool HasFileLocks()
        {
            using var file = File.OpenHandle("/proc/self/maps");
            var range = new Libc.Flock { Type = Libc.F_RDLCK, Start = 0, Length = 1 };
            return Libc.fcntl((int)file.DangerousGetHandle(), Libc.F_OFD_GETLK, &range) == 0;
        }

        private static bool HasProcessDescriptors()
        {
            var descriptor = Libc.pidfd_open(Libc.SYS_pidfd_open, Environment.ProcessId, 0);
            if (descriptor < 0)
            {
                return false;
            }

            _ = Libc.close((int)descriptor);
            return true;
        }

        // No words to wait for are an error of the caller, where the call exists.
        private static bool HasWaitV() =>
            Libc.futex_waitv(Libc.SYS_futex_waitv, null, 0, 0, null, Libc.CLOCK_MONOTONIC) >= 0 || Marshal.GetLastPInvokeError() == Libc.EINVAL;
    }
}
