using System.Collections.Concurrent;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Lets go of names that were not disposed when the process ends by itself, so that only a kill leaves any.</summary>
[UnsupportedOSPlatform("windows")]
internal static class NamesAtExit
{
    // Weak, so that a forgotten map can still be finalized; but one with a view cannot be, and would be forgotten here.
    private static readonly ConcurrentDictionary<int, WeakReference<MapHandle>> _open = new();
    private static readonly ConcurrentDictionary<int, MapHandle> _viewed = new();
    private static int _lastKey;

    static NamesAtExit() => AppDomain.CurrentDomain.ProcessExit += (_, _) => LeaveAll();

    /// <summary>Remembers the map and returns the key to forget it by.</summary>
    public static int Add(MapHandle map)
    {
        var key = Interlocked.Increment(ref _lastKey);
        _open[key] = new WeakReference<MapHandle>(map);
        return key;
    }

    public static void Remove(int key) => _ = _open.TryRemove(key, out _);

    /// <summary>Keeps a map that has views, or lets go of one that has none any more.</summary>
    public static void Keep(int key, MapHandle map, bool hasViews)
    {
        if (hasViews)
        {
            _viewed[key] = map;
        }
        else
        {
            _ = _viewed.TryRemove(key, out _);
        }
    }

    // Another thread may be closing it this instant.
    private static bool TryHold(MapHandle map)
    {
        var held = false;
        try
        {
            map.DangerousAddRef(ref held);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }

        return held;
    }

    private static void LeaveAll()
    {
        foreach (var open in _open.Values)
        {
            if (open.TryGetTarget(out var map) && TryHold(map))
            {
                map.LeaveName();
                map.DangerousRelease();
            }
        }
    }
}
