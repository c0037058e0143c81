using System.Diagnostics;

namespace Mapwire;

/// <summary>An open queue or topic: one participant.</summary>
internal abstract class LaneHandle : IDisposable
{
    private const int LooksBetweenClocks = 64;
    private readonly Lock _gate = new();
    private readonly Region _region;
    private LaneEnd? _end;
    private bool _isDisposed;

    protected LaneHandle(Region region)
    {
        _region = region;
        Lanes = ((LaneContents)region.Contents).Core;
    }

    /// <summary>What it takes part in.</summary>
    public LaneCore Lanes { get; }

    public string Name => _region.Name;

    public int Slot => _region.Slot;

    public WaitStrategy Waiting => _region.Waiting;

    /// <summary>The end that is closed before the region is.</summary>
    public LaneEnd End
    {
        set => _end = value;
    }

    /// <summary>The pool of frames; the handle is disposed of where there is none.</summary>
    /// <exception cref="InvalidRegionException">What is told to be of frames has none.</exception>
    public FramePool RequirePool()
    {
        if (Lanes.WriteGate.Pool is { } pool)
        {
            return pool;
        }

        Dispose();
        throw Lanes.Lanes.Damage("number of frames", 0, $"1 to {FrameMemory.MostCount}");
    }

    /// <summary>Recovers who has died, so that what they had can be had.</summary>
    public void RecoverDead() => _region.Slots.RecoverDead();

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

        Closing();
        _end?.Close();
        _region.Dispose();
    }

    /// <summary>The handle is about to be closed.</summary>
    protected virtual void Closing()
    {
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

                // Whoever else wants this processor may be the one that is waited for.
                if (_region.Waiting != WaitStrategy.Spin)
                {
                    _ = Thread.Yield();
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
}
