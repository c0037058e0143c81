using System.Diagnostics;

namespace Mapwire;

/// <summary>An open queue: one participant.</summary>
internal sealed unsafe class QueueHandle : IDisposable
{
    private const int LooksBetweenClocks = 64;
    private readonly Lock _gate = new();
    private readonly Region _region;
    private LaneEnd? _end;
    private bool _isDisposed;

    private QueueHandle(Region region)
    {
        _region = region;
        Core = ((QueueContents)region.Contents).Core;
        QueueMeter.Add(this);
    }

    public QueueCore Core { get; }

    public string Name => _region.Name;

    public int Slot => _region.Slot;

    public WaitStrategy Waiting => _region.Waiting;

    public QueueCounts Counts
    {
        get
        {
            using var use = _region.Use();
            return CountsOf(Core.Memory);
        }
    }

    /// <summary>The end that is closed before the region is.</summary>
    public LaneEnd End
    {
        set => _end = value;
    }

    /// <summary>Recovers who has died, so that what they had can be had.</summary>
    public void RecoverDead() => _region.Slots.RecoverDead();

    public static QueueHandle Create(string name, QueueOptions options, MessageType type) => new(Region.Create(
        name, QueueBody.ShapeOf(options, type), options.ForRegion(), (view, body) => QueueBody.Fill(view, body, options, type), Open(type)));

    public static QueueHandle? TryOpen(string name, QueueOptions options, MessageType? type) =>
        Region.TryOpen(name, new RegionShape(RegionKind.Queue, null, 0), options.ForRegion(), Open(type)) is { } region ? new QueueHandle(region) : null;

    public static QueueHandle CreateOrOpen(string name, QueueOptions options, MessageType type, out bool created)
    {
        while (true)
        {
            if (TryOpen(name, options, type) is { } opened)
            {
                created = false;
                return opened;
            }

            try
            {
                created = true;
                return Create(name, options, type);
            }
            catch (IOException failure) when (failure.HResult == Throw.AlreadyExistsCode)
            {
                // Somebody was faster, or stands in the way: opening tells which.
            }
        }
    }

    public static QueueCounts CountsOf(QueueMemory memory)
    {
        var (written, dropped, high, read, redelivered) = (0L, 0L, 0L, 0L, 0L);
        for (var lane = 0; lane < memory.Lanes; lane++)
        {
            written += LaneMarks.Count(memory, lane);
            dropped += Volatile.Read(ref memory.Lane(lane)->Dropped);
            high = Math.Max(high, Volatile.Read(ref memory.Lane(lane)->HighWater));
        }

        for (var slot = 0; slot < memory.Slots; slot++)
        {
            read += Volatile.Read(ref memory.Cell(slot)->Read);
            redelivered += Volatile.Read(ref memory.Cell(slot)->Redelivered);
        }

        return new QueueCounts { Written = written, Read = read, Dropped = dropped, Redelivered = redelivered, HighWaterBytes = high * LaneRecord.WordSize };
    }

    /// <summary>Waits at a gate; false when the time is over.</summary>
    /// <param name="gate">What is waited for.</param>
    /// <param name="line">Where to sleep.</param>
    /// <param name="deadline">Until when.</param>
    /// <param name="looks">A look that a spinning thread makes at first instead of the gate's: for more than it needs, so that it does not come back at once.</param>
    /// <param name="pauses">How many pauses lie between two looks of a spinning thread, so that it does not disturb whom it waits for.</param>
    public bool Await(IGate<bool> gate, WaitLine<bool> line, Deadline deadline, Func<bool> looks, int pauses) =>
        (_region.Waiting != WaitStrategy.Park && TrySpin(gate, line, deadline, looks, pauses))
        || (_region.Waiting != WaitStrategy.Spin && line.Wait(deadline, out _, spins: false));

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        QueueMeter.Remove(this);
        _end?.Close();
        _region.Dispose();
    }

    // Spins for a while, or for as long as it takes where nothing else is wanted; then the deaths of others are noticed meanwhile.
    private bool TrySpin(IGate<bool> gate, WaitLine<bool> line, Deadline deadline, Func<bool> looks, int pauses)
    {
        using var use = _region.Use();
        var end = Stopwatch.GetTimestamp() + Spinning.Time;
        var isWatching = false;
        try
        {
            while (true)
            {
                for (var look = 0; look < LooksBetweenClocks; look += pauses)
                {
                    if (looks())
                    {
                        return true;
                    }

                    for (var pause = 0; pause < pauses; pause++)
                    {
                        Spinning.Pause();
                    }
                }

                if (line.Closed is { } reason)
                {
                    throw reason;
                }

                if (deadline.IsOver)
                {
                    return false;
                }

                if (Stopwatch.GetTimestamp() >= end && gate.LooksOpen(default))
                {
                    return true;
                }

                if (Stopwatch.GetTimestamp() >= end && !isWatching)
                {
                    if (_region.Waiting != WaitStrategy.Spin)
                    {
                        return false;
                    }

                    isWatching = true;
                    _region.BeginWait();
                }
            }
        }
        finally
        {
            if (isWatching)
            {
                _region.EndWait();
            }
        }
    }

    private static Func<Region, RegionContents> Open(MessageType? type) => region => new QueueContents(new QueueCore(region, type));
}
