using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Says which region, and which lock in it, each thread is using this instant, so that neither is taken apart under somebody's hands.</summary>
/// <remarks>
/// Using: 1 the thread writes the numbers of both into its own word  2 it reads whether one is being closed; if so it takes the numbers back.
/// Closing: 1 the region or the lock says so  2 a barrier in every thread of the process  3 waits until no thread's word has the number.
/// The barrier stands for the fence that step 1 of using does not have: after it, either the thread has seen that it closes, or its word is seen.
/// A use within a use is always one of the same region.
/// </remarks>
internal sealed class Usage
{
    private static readonly Lock _gate = new();
    private static readonly List<WeakReference<Usage>> _all = [];
    private static int _lastNumber;

    [ThreadStatic]
    private static Usage? _mine;

    private long _used;

    private Usage()
    {
    }

    /// <summary>A number that no other region or lock of this process has.</summary>
    public static int NewNumber() => Interlocked.Increment(ref _lastNumber);

    /// <summary>Writes what this thread uses; gives what it used before, to be put back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Usage Begin(int region, int lockNumber, out long before)
    {
        var mine = _mine ?? First();
        before = mine._used;
        Volatile.Write(ref mine._used, ((long)region << 32) | (uint)lockNumber);
        return mine;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(long before) => Volatile.Write(ref _used, before);

    /// <summary>Waits until no other thread uses the region, of which everybody can see that it is being closed.</summary>
    public static void AwaitNoneInRegion(int region) => AwaitNone(used => (int)(used >> 32) == region);

    /// <summary>The same for a lock.</summary>
    public static void AwaitNoneInLock(int lockNumber) => AwaitNone(used => (int)used == lockNumber);

    private static void AwaitNone(Func<long, bool> isMeant)
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
            while (one.TryGetTarget(out var usage) && usage != _mine && isMeant(Volatile.Read(ref usage._used)))
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
