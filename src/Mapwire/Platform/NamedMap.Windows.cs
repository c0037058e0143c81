using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class NamedMap
{
    [SupportedOSPlatform("windows")]
    private static unsafe class Windows
    {
        public static MapHandle Create(MapName name, long size, MapSecurity security, bool execute, bool hugePages, Action<MapHandle>? fill)
        {
            if (name.Scope == MapScope.Posix)
            {
                throw NoPosix(name);
            }

            var length = SectionSize.SectionLength(size);
            if (hugePages && length % (long)Math.Max(1, Kernel32.GetLargePageMinimum()) != 0)
            {
                throw new ArgumentException(
                    $"A map with huge pages has a size of whole huge pages ({Kernel32.GetLargePageMinimum()} bytes); {size} is none.", nameof(size));
            }

            fixed (byte* bytes = SecurityDescriptor.Parse(Users.SddlFor(security)))
            {
                var attributes = new Kernel32.SecurityAttributes { Length = sizeof(Kernel32.SecurityAttributes), SecurityDescriptor = (nint)bytes };
                using var mutex = length == size && fill is null ? null : SectionSize.TakeMutex(name, Users.SddlForMutex(security));
                return Create(name, size, length, &attributes, execute, hugePages, fill);
            }
        }

        public static MapHandle? TryOpen(MapName name, MapAccess access, IReadOnlyList<string> trustedOwners)
        {
            if (name.Scope == MapScope.Posix)
            {
                throw NoPosix(name);
            }

            Users.RequireKnown(trustedOwners);
            var rights = Kernel32.SECTION_QUERY | Kernel32.FILE_MAP_READ | access switch
            {
                MapAccess.ReadWrite => Kernel32.FILE_MAP_WRITE,
                MapAccess.ReadExecute => Kernel32.FILE_MAP_EXECUTE,
                MapAccess.ReadWriteExecute => Kernel32.FILE_MAP_WRITE | Kernel32.FILE_MAP_EXECUTE,
                _ => 0u,
            };
            var section = Kernel32.OpenFileMappingW(rights | Kernel32.READ_CONTROL, false, name.FullName);
            if (section == 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error == Kernel32.ERROR_FILE_NOT_FOUND ? null : throw Refused(name, error, "open");
            }

            try
            {
                RequireTrusted(name, section, trustedOwners);
                var size = SectionSize.Read(section, name, wait: true, out var attributes);
                return MapHandle.OfSection(section, name.FullName, size, (attributes & Kernel32.SEC_LARGE_PAGES) != 0);
            }
            catch
            {
                _ = Kernel32.CloseHandle(section);
                throw;
            }
        }

        private static MapHandle Create(
            MapName name, long size, long length, Kernel32.SecurityAttributes* attributes, bool execute, bool hugePages, Action<MapHandle>? fill)
        {
            var protect = (execute ? Kernel32.PAGE_EXECUTE_READWRITE : Kernel32.PAGE_READWRITE)
                | Kernel32.SEC_COMMIT
                | (hugePages ? Kernel32.SEC_LARGE_PAGES : 0);
            if (hugePages)
            {
                Privilege.Enable("SeLockMemoryPrivilege");
            }

            var section = Kernel32.CreateFileMappingW(-1, attributes, protect, (uint)(length >> 32), (uint)length, name.FullName);
            var error = Marshal.GetLastPInvokeError();
            if (section == 0)
            {
                throw hugePages && error == Kernel32.ERROR_NO_SYSTEM_RESOURCES
                    ? new IOException($"No room for {name}: the memory has not enough huge pages in one piece for {size} bytes. Create it sooner after the start of the machine, or smaller.")
                    : error is Kernel32.ERROR_COMMITMENT_LIMIT or Kernel32.ERROR_NOT_ENOUGH_MEMORY or Kernel32.ERROR_DISK_FULL
                        or Kernel32.ERROR_NO_SYSTEM_RESOURCES
                    ? NoRoom(name, size)
                    : Refused(name, error, "create");
            }

            if (error == Kernel32.ERROR_ALREADY_EXISTS)
            {
                _ = Kernel32.CloseHandle(section);
                throw Throw.AlreadyExists(name.FullName);
            }

            MapHandle? map = null;
            try
            {
                SectionSize.Write(section, name, size);
                map = MapHandle.OfSection(section, name.FullName, size, hugePages);
                fill?.Invoke(map);
                return map;
            }
            catch
            {
                if (map is null)
                {
                    _ = Kernel32.CloseHandle(section);
                }

                map?.Dispose();
                throw;
            }
        }

        private static void RequireTrusted(MapName name, nint section, IReadOnlyList<string> trustedOwners)
        {
            var owner = Owners.Of(section, name);
            if (owner is not null && !Users.IsTrusted(owner, trustedOwners))
            {
                throw Throw.ForeignOwner(name.FullName, Users.NameOf(owner));
            }
        }

        private static IOException NoRoom(MapName name, long size)
        {
            var status = new Kernel32.MemoryStatus { Length = (uint)sizeof(Kernel32.MemoryStatus) };
            _ = Kernel32.GlobalMemoryStatusEx(&status);
            return new IOException(
                $"No room for {name}: wanted {size} bytes, free {status.AvailablePageFile} in memory and page file. Close something, enlarge the page file, or map a file.",
                unchecked((int)0x80070000) | Kernel32.ERROR_DISK_FULL);
        }

        private static Exception Refused(MapName name, int error, string verb) => error switch
        {
            Kernel32.ERROR_INVALID_HANDLE => new IOException(
                $"Cannot {verb} {name}: the name is taken by an event, mutex or another object that is no map. Choose another name."),
            Kernel32.ERROR_ACCESS_DENIED when name.Scope == MapScope.Global && verb == "create" => new UnauthorizedAccessException(
                $"Cannot create {name}: creating in Global\\ needs the right to create global objects (services and administrators have it), and if the map exists it does not let this user in. Let the service create it and only Open it here."),
            Kernel32.ERROR_PRIVILEGE_NOT_HELD => new UnauthorizedAccessException(
                $"Cannot {verb} {name}: huge pages need the right to lock pages in memory (SeLockMemoryPrivilege)."),
            Kernel32.ERROR_ACCESS_DENIED when verb == "create" => new UnauthorizedAccessException(
                $"Cannot create {name}: access is denied. A map of that name may exist and not let this user in."),
            Kernel32.ERROR_ACCESS_DENIED => new UnauthorizedAccessException(
                $"Cannot open {name}: access is denied. Its rights must let this user query it and read its owner (READ_CONTROL) besides mapping it."),
            _ => Win32Error.Exception(error, $"Cannot {verb} {name}"),
        };
    }
}
