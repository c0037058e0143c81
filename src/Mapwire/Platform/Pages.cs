namespace Mapwire.Platform;

/// <summary>Maps pages into this process and says what the system shall do with them.</summary>
internal static partial class Pages
{
    /// <summary>Offsets of views in a map are multiples of this.</summary>
    public static int Granularity { get; } = OperatingSystem.IsWindows() ? 65536 : Environment.SystemPageSize;

    public static nint Map(MapHandle map, long offset, nuint length, MapAccess access, bool hugePages) =>
        OperatingSystem.IsWindows() ? Windows.Map(map, offset, length, access) : Unix.Map(map, offset, length, access, hugePages);

    public static void Unmap(nint address, nuint length)
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Unmap(address);
        }
        else
        {
            Unix.Unmap(address, length);
        }
    }

    /// <summary>Puts private zero pages where the shared ones were, in one step; false where the system has no such step.</summary>
    public static bool TryReplaceByZeros(nint address, nuint length) => !OperatingSystem.IsWindows() && Unix.TryReplaceByZeros(address, length);

    /// <summary>Writes changed pages to the file behind them, down to the disk.</summary>
    public static void Flush(MapHandle map, nint address, nuint length)
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Flush(map, address, length);
        }
        else
        {
            Unix.Flush(map, address, length);
        }
    }

    /// <summary>Makes every page present (on macOS: asks for it). A page that the file no longer has is an exception here on Linux, and not
    /// a fault at the first touch.</summary>
    public static void Prefault(MapHandle map, nint address, nuint length, bool write)
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Prefault(address, length);
        }
        else
        {
            Unix.Prefault(map, address, length, write);
        }
    }

    /// <summary>Keeps the pages in memory.</summary>
    public static void Lock(MapHandle map, nint address, nuint length)
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Lock(map, address, length);
        }
        else
        {
            Unix.Lock(map, address, length);
        }
    }

    /// <summary>Copies between two views; false when a page of the source has gone (its file was cut short).</summary>
    /// <remarks>On Linux the kernel copies, so a missing page ends the copy and not the process, as it would on macOS.</remarks>
    public static bool TryCopy(nint source, nint destination, nuint length) =>
        OperatingSystem.IsLinux() ? Unix.TryCopy(source, destination, length) : Plain(source, destination, length);

    private static unsafe bool Plain(nint source, nint destination, nuint length)
    {
        Buffer.MemoryCopy((void*)source, (void*)destination, length, length);
        return true;
    }
}
