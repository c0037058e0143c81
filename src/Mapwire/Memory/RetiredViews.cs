using Mapwire.Platform;

namespace Mapwire;

/// <summary>What becomes of a disposed view's memory when a span of it may still be in somebody's hands.</summary>
/// <remarks>
/// Linux and macOS: the pages are exchanged for private zeros in one step, so the shared memory is let go at once and a late access hits
/// nothing of anybody's. The addresses stay taken until many younger ones have retired.
/// Windows has no such step. Memory stays mapped until younger views push it out; a view of a file is unmapped at once, for while it is
/// mapped the file can be neither cut nor deleted.
/// </remarks>
internal static class RetiredViews
{
    private static readonly int _mostViews = OperatingSystem.IsWindows() ? 64 : 1024;
    private static readonly ulong _mostBytes = OperatingSystem.IsWindows() ? 256UL << 20 : 1UL << 40;
    private static readonly Lock _gate = new();
    private static readonly Queue<(nint Address, nuint Length)> _retired = new();
    private static ulong _bytes;

    /// <returns>False where the system has such a step, and refused it: then the memory can still be reached.</returns>
    public static bool Add(nint address, nuint length, bool isFile)
    {
        var isOut = Pages.TryReplaceByZeros(address, length);
        if (!isOut && (isFile || length > _mostBytes))
        {
            Pages.Unmap(address, length);
            return true;
        }

        lock (_gate)
        {
            _retired.Enqueue((address, length));
            _bytes += length;
            while (_retired.Count > _mostViews || (_bytes > _mostBytes && _retired.Count > 1))
            {
                ReleaseOldest();
            }
        }

        return isOut || OperatingSystem.IsWindows();
    }

    /// <summary>Gives all addresses back; false where there are none.</summary>
    public static bool TryRelease()
    {
        lock (_gate)
        {
            var any = _retired.Count > 0;
            while (_retired.Count > 0)
            {
                ReleaseOldest();
            }

            return any;
        }
    }

    private static void ReleaseOldest()
    {
        var (oldest, bytes) = _retired.Dequeue();
        Pages.Unmap(oldest, bytes);
        _bytes -= bytes;
    }
}
