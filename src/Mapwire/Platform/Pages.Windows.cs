using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class Pages
{
    [SupportedOSPlatform("windows")]
    private static unsafe class Windows
    {
        private const int Page = 4096;

        public static nint Map(MapHandle map, long offset, nuint length, MapAccess access)
        {
            var rights = access switch
            {
                MapAccess.ReadWrite => Kernel32.FILE_MAP_READ | Kernel32.FILE_MAP_WRITE,
                MapAccess.CopyOnWrite => Kernel32.FILE_MAP_COPY,
                MapAccess.ReadExecute => Kernel32.FILE_MAP_READ | Kernel32.FILE_MAP_EXECUTE,
                MapAccess.ReadWriteExecute => Kernel32.FILE_MAP_READ | Kernel32.FILE_MAP_WRITE | Kernel32.FILE_MAP_EXECUTE,
                _ => Kernel32.FILE_MAP_READ,
            };
            rights |= map.LargePages ? Kernel32.FILE_MAP_LARGE_PAGES : 0;
            var address = Kernel32.MapViewOfFile(map.DangerousGetHandle(), rights, (uint)(offset >> 32), (uint)offset, length);
            return address != 0 ? address : throw Win32Error.Last($"Cannot make a view of {length} bytes at {offset} of {map.Name} with {access}");
        }

        public static void Unmap(nint address) => _ = Kernel32.UnmapViewOfFile(address);

        public static void Flush(MapHandle map, nint address, nuint length)
        {
            if (!Kernel32.FlushViewOfFile(address, length))
            {
                throw Win32Error.Last($"Cannot flush {map.Name}");
            }

            map.FlushFile();
        }

        public static void Prefault(nint address, nuint length)
        {
            for (nuint at = 0; at < length; at += Page)
            {
                _ = Volatile.Read(ref *(byte*)(address + (nint)at));
            }
        }

        public static void Lock(MapHandle map, nint address, nuint length)
        {
            if (!Kernel32.VirtualLock(address, length))
            {
                var error = Marshal.GetLastPInvokeError();
                throw error == Kernel32.ERROR_WORKING_SET_QUOTA
                    ? new IOException($"The system refuses to lock {length} bytes of {map.Name} in memory: raise the process's minimum working set.")
                    : Win32Error.Exception(error, $"Cannot lock {length} bytes of {map.Name} in memory");
            }
        }
    }
}
