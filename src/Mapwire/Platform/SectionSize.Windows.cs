using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Keeps the exact length of a section, which Windows itself remembers in whole pages only.</summary>
/// <remarks>
/// A length that is no multiple of a page leaves room behind it; the last bytes of the section then hold a
/// <see cref="SectionNoteLayout"/> that says the length.
/// The creator holds a mutex beside the name from before the section exists until the note is written, so an opener that finds no note
/// takes the mutex once and looks again: then there is one, or the section is somebody else's and its pages are its length.
/// </remarks>
[SupportedOSPlatform("windows")]
internal static unsafe class SectionSize
{
    private const int Page = 4096;
    private static readonly Guid _magic = new("6d617077-6972-652d-6c65-6e6774680001");

    /// <summary>The length to ask the system for.</summary>
    public static long SectionLength(long size) => size % Page == 0 ? size : checked((size + sizeof(SectionNoteLayout) + Page - 1) / Page * Page);

    public static nint TakeMutex(MapName name, Kernel32.SecurityAttributes* attributes)
    {
        var mutex = Kernel32.CreateMutexW(attributes, false, name.FullName + ".mapwire-length");
        if (mutex != 0)
        {
            // An abandoned mutex is as good as a free one: it protects no data of its own.
            _ = Kernel32.WaitForSingleObject(mutex, Kernel32.INFINITE);
        }

        return mutex;
    }

    public static void ReleaseMutex(nint mutex)
    {
        if (mutex != 0)
        {
            _ = Kernel32.ReleaseMutex(mutex);
            _ = Kernel32.CloseHandle(mutex);
        }
    }

    public static void Write(nint section, MapName name, long size)
    {
        if (size % Page == 0)
        {
            return;
        }

        WithLastPage(section, name, SectionLength(size), Kernel32.FILE_MAP_WRITE, note =>
        {
            *(SectionNoteLayout*)note = new SectionNoteLayout { Magic = _magic, Length = size, Check = ~size };
            return size;
        });
    }

    /// <summary>The exact length of an open section.</summary>
    public static long Read(nint section, MapName name)
    {
        Ntdll.SectionBasic basic;
        var status = Ntdll.NtQuerySection(section, Ntdll.SectionBasicInformation, &basic, (nuint)sizeof(Ntdll.SectionBasic), null);
        if (status < 0)
        {
            throw new IOException($"Cannot ask for the size of {name}: status 0x{status:X8}.");
        }

        var exact = ReadNote(section, name, basic.Size);
        if (exact != 0)
        {
            return exact;
        }

        var mutex = TakeMutex(name, null);
        try
        {
            exact = ReadNote(section, name, basic.Size);
            return exact != 0 ? exact : basic.Size;
        }
        finally
        {
            ReleaseMutex(mutex);
        }
    }

    private static long ReadNote(nint section, MapName name, long length) =>
        WithLastPage(section, name, length, Kernel32.FILE_MAP_READ, note =>
        {
            var read = *(SectionNoteLayout*)note;
            var size = read.Length;
            return read.Magic == _magic && read.Check == ~size && size > 0 && SectionLength(size) == length ? size : 0;
        });

    private static long WithLastPage(nint section, MapName name, long length, uint access, Func<nint, long> action)
    {
        // Views start at multiples of 64 KiB.
        var start = (length - 1) / 65536 * 65536;
        var view = Kernel32.MapViewOfFile(section, access, (uint)(start >> 32), (uint)start, (nuint)(length - start));
        if (view == 0)
        {
            throw Win32Error.Last($"Cannot map the end of {name}");
        }

        try
        {
            return action(view + (nint)(length - start - sizeof(SectionNoteLayout)));
        }
        finally
        {
            _ = Kernel32.UnmapViewOfFile(view);
        }
    }
}
