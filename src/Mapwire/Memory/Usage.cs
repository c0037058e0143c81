using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Says which region each thread is using this instant, so that a region is not taken apart under somebody's hands.</summary>
/// <remarks>
/// Using: 1 the thread writes the region's number into its own word  2 it reads whether the region is being closed; if so it takes the number back.
/// Closing: 1 the region says so  2 a barrier in every thread of the process  3 waits until no thread's word has the number.
/// The barrier stands for the fence that step 1 of using does not have: after it, either the thread has seen that the region closes, or its word is seen.
/// </remarks>
internal sealed class Usage
{
    private static readonly Lock _gate = new();
    private static readonly List<WeakReference<Usage>> _all = [];
    private static int _lastNumber;

    [ThreadStatic]
    private static Usage? _mine;

    private int _region;

    private Usage()
    {
    }

    /// <summary>A number that no other region of this process has.</summary>
    public static int NewNumber() => Interlocked.Increment(ref _lastNumber);

    /// <summary>Writes that this thread uses the region; returns what it used before, to be put back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Usage Begin(int region, out int before)
    {
        var mine = _mine ?? First();
        before = mine._region;
        Volatile.Write(ref mine._region, region);
        return mine;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(int before) => Volatile.Write(ref _region, before);

    /// <summary>Waits until no other thread uses the region, of which everybody can see that it is being closed.</summary>
    public static void AwaitNone(int region)
    {
        Interlocked.MemoryBarrierProcessWide();
        List<WeakReference<Usage>> all;
        lock (_gate)
        {
            _ = _all.RemoveAll(one => !one.TryGetTarget(out _));
            all = [.. _all];
        }

        foreach (var one in all)
        {
            var wait = default(SpinWait);
            while (one.TryGetTarget(out var usage) && usage != _mine && Volatile.Read(ref usage._region) == region)
            {
                wait.SpinOnce();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Usage First()
    {
        var mine = new Usage();
        lock (_gate)
        {
            _all.Add(new WeakReference<Usage>(mine));
        }

        return _mine = mine;
    }
}
