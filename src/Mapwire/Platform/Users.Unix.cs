using System.Globalization;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class Users
{
    // The functions of the user data base and the start of struct passwd are the same on Linux and macOS.
    [UnsupportedOSPlatform("windows")]
    private static unsafe class Unix
    {
        private const int Record = 256;
        private const int Buffer = 16384;
        private const int UserOffset = 16;

        public static string Current() => Libc.geteuid().ToString(CultureInfo.InvariantCulture);

        public static string? NameOf(uint user)
        {
            var record = stackalloc byte[Record];
            var buffer = stackalloc byte[Buffer];
            nint found;
            return Libc.getpwuid_r(user, record, buffer, Buffer, &found) == 0 && found != 0
                ? System.Runtime.InteropServices.Marshal.PtrToStringUTF8(*(nint*)found)
                : null;
        }

        public static bool IsKnown(string user) =>
            uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out _) || NumberOf(user) is not null;

        public static uint? NumberOf(string name)
        {
            var record = stackalloc byte[Record];
            var buffer = stackalloc byte[Buffer];
            nint found;
            return Libc.getpwnam_r(name, record, buffer, Buffer, &found) == 0 && found != 0
                ? *(uint*)(found + UserOffset)
                : null;
        }
    }
}
