using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal sealed partial class SlotLocks
{
    [UnsupportedOSPlatform("windows")]
    private static unsafe class Linux
    {
        public static bool TryTake(SlotLocks locks, int slot)
        {
            var range = Range(slot, Libc.F_WRLCK);
            if (Fcntl(locks, Libc.F_OFD_SETLK, &range) == 0)
            {
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            return error is Libc.EAGAIN or Libc.EACCES ? false : throw Failed(locks, error);
        }

        public static void Drop(SlotLocks locks, int slot)
        {
            var range = Range(slot, Libc.F_UNLCK);
            if (Fcntl(locks, Libc.F_OFD_SETLK, &range) != 0)
            {
                throw Failed(locks, Marshal.GetLastPInvokeError());
            }
        }

        public static bool IsTaken(SlotLocks locks, int slot)
        {
            var range = Range(slot, Libc.F_WRLCK);
            return Fcntl(locks, Libc.F_OFD_GETLK, &range) == 0
                ? range.Type != Libc.F_UNLCK
                : throw Failed(locks, Marshal.GetLastPInvokeError());
        }

        private static int Fcntl(SlotLocks locks, int command, Libc.Flock* range)
        {
            int result;
            do
            {
                result = Libc.fcntl((int)locks._map.DangerousGetHandle(), command, range);
            }
            while (result != 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
            return result;
        }

        private static Libc.Flock Range(int slot, short type) => new() { Type = type, Start = UnixFile.LifetimeByte + 1 + slot, Length = 1 };

        private static Exception Failed(SlotLocks locks, int error) => UnixError.Exception(error, "lock a slot of", locks._map.Path ?? locks._map.Name);
    }
}
