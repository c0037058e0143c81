using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The queues, or the topics, that are open in this process, as instruments of the meter "Mapwire": read when somebody asks, from what is shared.</summary>
/// <remarks>
/// Each is told once, however many handles on it are open; no handle is kept alive. Any thread may use it.
/// An instrument that is made calls whoever listens, which is the program's own code. So each is made by the first that comes, with no lock held, and what a listener throws goes to that one, once. Another may have opened before all are made.
/// </remarks>
/// <param name="tag">The name of the tag with the name of a queue or topic.</param>
/// <param name="instruments">Each makes one.</param>
internal sealed class LaneMeter<THandle>(string tag, params Action<LaneMeter<THandle>>[] instruments)
    where THandle : LaneHandle
{
    private readonly ConditionalWeakTable<THandle, object?> _open = [];
    private int _made;

    /// <summary>One was opened.</summary>
    public void Add(THandle handle)
    {
        while (Volatile.Read(ref _made) < instruments.Length)
        {
            var next = Interlocked.Increment(ref _made) - 1;
            if (next < instruments.Length)
            {
                instruments[next](this);
            }
        }

        _open.AddOrUpdate(handle, null);
    }

    /// <summary>One is being closed.</summary>
    public void Remove(THandle handle) => _ = _open.Remove(handle);

    public void Count(string name, Func<THandle, long> value, string description) =>
        _ = LaneMeter.Mapwire.CreateObservableCounter(name, () => Observe(value), LaneMeter.Messages, description);

    public void Gauge(string name, Func<THandle, long> value, string unit, string description) =>
        _ = LaneMeter.Mapwire.CreateObservableGauge(name, () => Observe(value), unit, description);

    private List<Measurement<long>> Observe(Func<THandle, long> value)
    {
        List<Measurement<long>> found = [];
        HashSet<ulong> told = [];
        foreach (var (handle, _) in _open)
        {
            // Who is closing is passed over; another handle may tell of the same.
            if (handle.Lanes.TryUse(out var use))
            {
                using (use)
                {
                    if (told.Add(handle.Lanes.Region.Header.Id))
                    {
                        found.Add(new Measurement<long>(value(handle), new KeyValuePair<string, object?>(tag, handle.Name)));
                    }
                }
            }
        }

        return found;
    }
}

/// <summary>The meter. Made when it is wanted: a static field whose making fails, for want of descriptors or memory, would stay broken.</summary>
internal static class LaneMeter
{
    public const string Messages = "{message}";
    private static readonly Lock _gate = new();
    private static Meter? _mapwire;

    public static Meter Mapwire
    {
        get
        {
            lock (_gate)
            {
                return _mapwire ??= new Meter("Mapwire");
            }
        }
    }
}
