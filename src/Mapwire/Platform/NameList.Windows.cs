using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class NameList
{
    [SupportedOSPlatform("windows")]
    private static unsafe class Windows
    {
        private const int BufferSize = 64 * 1024;

        public static List<MapInfo> All()
        {
            List<MapInfo> found = [];
            var session = Process.GetCurrentProcess().SessionId;
            Add(MapScope.Global, @"\BaseNamedObjects", found);
            Add(MapScope.Local, $@"\Sessions\{session}\BaseNamedObjects", found);
            return found;
        }

        public static MapInfo? Find(MapName name) => name.Scope == MapScope.Posix ? throw NamedMap.NoPosix(name) : Look(name);

        private static void Add(MapScope scope, string directory, List<MapInfo> found)
        {
            foreach (var leaf in Sections(directory))
            {
                if (leaf.Length <= MapName.MaxLength && !leaf.Contains('\\', StringComparison.Ordinal) && TryLook(new MapName(scope, leaf)) is { } facts)
                {
                    found.Add(facts);
                }
            }
        }

        private static MapInfo? TryLook(MapName name)
        {
            try
            {
                return Look(name);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // One section that cannot be asked must not hide the others.
                return null;
            }
        }

        private static MapInfo? Look(MapName name)
        {
            var section = Kernel32.OpenFileMappingW(Kernel32.SECTION_QUERY | Kernel32.FILE_MAP_READ | Kernel32.READ_CONTROL, false, name.FullName);
            if (section == 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error == Kernel32.ERROR_FILE_NOT_FOUND ? null : throw Win32Error.Exception(error, $"Cannot look at {name}");
            }

            try
            {
                return new MapInfo
                {
                    Name = name.FullName,
                    Scope = name.Scope,
                    Size = SectionSize.Read(section, name, wait: false, out _),
                    Owner = Owners.Of(section, name) is { } owner ? Users.NameOf(owner) : null,
                    IsLive = true,
                };
            }
            finally
            {
                _ = Kernel32.CloseHandle(section);
            }
        }

        private static List<string> Sections(string directory)
        {
            List<string> names = [];
            fixed (char* text = directory)
            {
                var bytes = (ushort)(directory.Length * sizeof(char));
                var path = new Ntdll.UnicodeString { Length = bytes, MaximumLength = bytes, Buffer = (nint)text };
                var attributes = new Ntdll.ObjectAttributes { Length = sizeof(Ntdll.ObjectAttributes), Name = &path };
                nint handle;
                if (Ntdll.NtOpenDirectoryObject(&handle, Ntdll.DIRECTORY_QUERY, &attributes) < 0)
                {
                    return names;
                }

                var buffer = NativeMemory.Alloc(BufferSize);
                uint context = 0;
                uint returned;
                while (Ntdll.NtQueryDirectoryObject(handle, buffer, BufferSize, 1, 0, &context, &returned) == 0)
                {
                    var entry = (Ntdll.DirectoryEntry*)buffer;
                    if (Text(entry->TypeName) == "Section")
                    {
                        names.Add(Text(entry->Name));
                    }
                }

                NativeMemory.Free(buffer);
                _ = Kernel32.CloseHandle(handle);
            }

            return names;
        }

        private static string Text(Ntdll.UnicodeString text) => new((char*)text.Buffer, 0, text.Length / sizeof(char));
    }
}
