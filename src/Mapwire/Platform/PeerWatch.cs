namespace Mapwire.Platform;

/// <summary>Tells one participant of a region when another may have ended. It may tell too often, never too seldom.</summary>
/// <remarks>Whoever can be watched is watched by the kernel, without polling. For the others <see cref="Period"/> passes between two tellings, and only
/// while somebody waits.</remarks>
internal sealed partial class PeerWatch : IDisposable
{
    /// <summary>How often is told of those who cannot be watched.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private static readonly Lock _gate = new();
    private static readonly List<PeerWatch> _all = [];
    private readonly SlotLocks _locks;
    private readonly Action _ended;

    // Whether somebody could not be watched: of those is told while somebody waits.
    private volatile bool _hasUnwatched;
    private int _waiters;

    /// <param name="locks">The locks of the region's slots.</param>
    /// <param name="ended">What to do when somebody may have ended; called on a thread of the process's own, one call at a time.</param>
    public PeerWatch(SlotLocks locks, Action ended)
    {
        _locks = locks;
        _ended = ended;
        lock (_gate)
        {
            _all.Add(this);
        }
    }

    private bool MustAsk => _hasUnwatched && Volatile.Read(ref _waiters) > 0;

    /// <summary>Somebody begins to wait.</summary>
    public void BeginWait()
    {
        if (Interlocked.Increment(ref _waiters) == 1 && _hasUnwatched)
        {
            AskAsNeeded();
        }
    }

    /// <summary>Somebody waits no longer.</summary>
    public void EndWait() => Interlocked.Decrement(ref _waiters);

    /// <summary>Watches exactly these from now on.</summary>
    public void Set(IReadOnlyCollection<Peer> peers)
    {
        var all = OperatingSystem.IsWindows() ? Windows.Set(this, peers) : Linux.Set(this, peers);
        if (_hasUnwatched != !all)
        {
            _hasUnwatched = !all;
            AskAsNeeded();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ = _all.Remove(this);
        }

        Set([]);
    }

    private static void AskAsNeeded()
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.AskAsNeeded();
        }
        else
        {
            Linux.AskAsNeeded();
        }
    }

    private static bool AnyMustAsk()
    {
        lock (_gate)
        {
            return _all.Exists(watch => watch.MustAsk);
        }
    }

    private static void Ask()
    {
        List<PeerWatch> asking;
        lock (_gate)
        {
            asking = _all.FindAll(watch => watch.MustAsk);
        }

        asking.ForEach(watch => watch._ended());
    }
}
