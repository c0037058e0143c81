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
    private const int ViewGranularity = 65536;
    private const uint Patience = 5000;

    /// <summary>The length to ask the system for.</summary>
    public static long SectionLength(long size) =>
        size % Page == 0 ? size
        : size > long.MaxValue - (2 * Page) ? long.MaxValue / Page * Page
        : (size + sizeof(SectionNoteLayout) + Page - 1) / Page * Page;

    /// <summary>Keeps openers of the name from reading a note that is not written yet; null where the mutex is out of this user's reach.</summary>
    public static SectionMutex? TakeMutex(MapName name, string? sddl) => SectionMutex.TryTake(name, sddl, Patience);

    public static void Write(nint section, MapName name, long size)
    {
        if (size % Page != 0)
        {
            _ = WithLastPage(section, name, SectionLength(size), Kernel32.FILE_MAP_WRITE, note =>
            {
                *(SectionNoteLayout*)note = new SectionNoteLayout { Magic = SectionNoteLayout.RightMagic, Length = size, Check = ~size };
                return size;
            });
        }
    }

    /// <summary>The exact length of an open section; who only looks does not wait for one that is being created this instant.</summary>
    public static long Read(nint section, MapName name, bool wait, out uint attributes)
    {
        Ntdll.SectionBasic basic;
        var status = Ntdll.NtQuerySection(section, Ntdll.SectionBasicInformation, &basic, (nuint)sizeof(Ntdll.SectionBasic), null);
        if (status < 0)
        {
            throw new IOException($"Cannot ask for the size of {name}: status 0x{status:X8}.");
        }

        attributes = basic.Attributes;

        // Only committed memory can be looked into: pages that were merely reserved would fault.
        const uint others = Kernel32.SEC_FILE | Kernel32.SEC_IMAGE | Kernel32.SEC_RESERVE;
        if ((basic.Attributes & Kernel32.SEC_COMMIT) == 0 || (basic.Attributes & others) != 0)
        {
            return basic.Size;
        }

        var exact = ReadNote(section, name, basic.Size);
        if (exact == 0 && wait)
        {
            using var mutex = TakeMutex(name, null);
            exact = ReadNote(section, name, basic.Size);
        }

        return exact != 0 ? exact : basic.Size;
    }

    private static long ReadNote(nint section, MapName name, long length) =>
        WithLastPage(section, name, length, Kernel32.FILE_MAP_READ, note =>
        {
            var read = *(SectionNoteLayout*)note;
            var size = read.Length;
            return read.Magic == SectionNoteLayout.RightMagic && read.Check == ~size && size > 0 && SectionLength(size) == length ? size : 0;
        });

    private static long WithLastPage(nint section, MapName name, long length, uint access, Func<nint, long> action)
    {
        var start = (length - 1) / ViewGranularity * ViewGranularity;
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
