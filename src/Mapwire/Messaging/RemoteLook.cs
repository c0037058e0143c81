namespace Mapwire;

/// <summary>Looks again every 5 ms while somebody waits here, where the system does not let this process make a fence in others.</summary>
internal sealed class RemoteLook(LaneCore core)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);
    private readonly Lock _gate = new();
    private Timer? _timer;

    /// <summary>Somebody is about to sleep.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _timer ??= new Timer(_ => Look());
            _ = _timer.Change(_pause, Timeout.InfiniteTimeSpan);
        }
    }

    // Who is woken and finds nothing begins again.
    private void Look()
    {
        if (core.TryUse(out var use))
        {
            using (use)
            {
                core.RingMine();
            }
        }
    }
}
