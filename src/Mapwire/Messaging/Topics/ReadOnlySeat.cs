using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>A subscriber that only looks: it has the region without the right to write, and nobody knows of it.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "Whoever still waits for the signal finds that it was given.")]
internal sealed class ReadOnlySeat : SubscriberSeat
{
    private const int PausesBetweenLooks = 64;
    private const int LongestPause = 1;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly WaitStrategy _waiting;
    private readonly ManualResetEventSlim _closing = new();
    private readonly Lock _gate = new();
    private SubscriberEnd? _end;
    private TopicReader? _lanes;
    private PeriodicTimer? _timer;
    private bool _isClosed;

    private ReadOnlySeat(SharedMap map, MapView view, TopicMemory memory, WaitStrategy waiting)
    {
        (_map, _view, _waiting) = (map, view, waiting);
        Memory = memory;
    }

    public override string Name => _map.Name;

    public override TopicMemory Memory { get; }

    public override int Slot => -1;

    public override bool IsCompleted => Inside(static seat => seat.IsDone());

    public override string Error => Inside(static seat => LaneCore.ErrorOf(seat.Memory));

    public override TopicCounts Counts => Inside(static seat => TopicLook.CountsOf(seat.Memory));

    /// <summary>Opens a topic to look at it; null where there is none.</summary>
    public static ReadOnlySeat? TryOpen(string name, TopicOptions options, MessageType type)
    {
        if (!SharedMap.TryOpen(name, out var map, options.ForRegion().ForMap(MapAccess.ReadOnly)))
        {
            return null;
        }

        MapView? view = null;
        try
        {
            view = map.CreateView(new MapViewOptions { Prefault = true });
            if (!RegionHeader.IsReady(view))
            {
                Platform.NamedMap.AwaitCreator(Platform.MapName.Parse(map.Name));
            }

            var header = RegionHeader.Read(view, map.Name);
            header.RequireShape(new RegionShape(RegionKind.Topic, null, 0), map.Name);
            var memory = new TopicMemory(view, header, map.Name);
            MessageType.Require(header, memory, type);
            return new ReadOnlySeat(map, view, memory, options.Waiting);
        }
        catch
        {
            view?.Dispose();
            map.Dispose();
            throw;
        }
    }

    public override void Take(SubscriberEnd end, TopicReader lanes) => (_end, _lanes) = (end, lanes);

    public override void Freed(int lane)
    {
        // Nobody waits for one of whom nobody knows.
    }

    // Nobody can wake it. So it looks, for a while at once, and then again and again, each time after a longer pause.
    public override bool Await(Deadline deadline)
    {
        var spinning = _waiting == WaitStrategy.Park ? 0 : PausesBetweenLooks;
        for (var look = 0; !LooksOpen(); look++)
        {
            if (deadline.IsOver)
            {
                return false;
            }

            if (look < spinning || _waiting == WaitStrategy.Spin)
            {
                Spinning.Pause();
            }
            else
            {
                _ = _closing.Wait(LongestPause);
            }
        }

        return true;
    }

    public override async ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        while (!LooksOpen())
        {
            var timer = Timer();
            _ = await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }

        return !Inside(static seat => seat.IsDone() && !seat._lanes!.LooksReady());
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        _lanes?.Close();
        _closing.Set();
        _timer?.Dispose();
        _view.Dispose();
        _map.Dispose();
    }

    private bool LooksOpen() => Inside(static seat => seat._lanes!.LooksReady() || seat.IsDone());

    private unsafe bool IsDone() => Volatile.Read(ref Memory.Shared->Completed) == LaneSharedLayout.Done;

    private PeriodicTimer Timer()
    {
        lock (_gate)
        {
            return _isClosed ? throw Throw.HandleClosed(Name) : _timer ??= new PeriodicTimer(TimeSpan.FromMilliseconds(LongestPause));
        }
    }

    // The gate of the lanes keeps the view from being taken apart meanwhile.
    private T Inside<T>(Func<ReadOnlySeat, T> look)
    {
        _lanes!.Enter();
        try
        {
            return look(this);
        }
        finally
        {
            _lanes.Leave();
        }
    }
}
