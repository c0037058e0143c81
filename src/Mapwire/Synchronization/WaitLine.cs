using System.Diagnostics;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>Those of one participant who wait for one thing: they stand in a line, and the first of it uses the participant's bell.</summary>
/// <remarks>
/// The line itself is memory of this process alone, under a gate; it dies with the process. The first in the line follows <see cref="Bell"/>:
/// a thread sleeps on the bell itself, asynchronous code lets the <see cref="WaiterThread"/> sleep. Who leaves the line makes the next one first.
/// </remarks>
internal sealed class WaitLine<THold>(Region region, IGate<THold> gate)
{
    private readonly object _gate = new();
    private readonly WaiterList<THold> _waiters = new();
    private Exception? _closed;
    private bool _mustPromote;
    private bool _isPromoting;

    public Region Region => region;

    public IGate<THold> Gate => gate;

    /// <summary>Why nobody waits here any more.</summary>
    public Exception? Closed => Volatile.Read(ref _closed);

    /// <summary>Waits with this thread.</summary>
    public bool Wait(Deadline deadline, out THold hold)
    {
        using var use = region.Use();
        var waiter = Rent();
        try
        {
            if ((Enter(waiter) || waiter.AwaitTurn(deadline)) && Stand(waiter, deadline))
            {
                hold = gate.ToHold(waiter.Ticket);
                return true;
            }

            hold = default!;
            return false;
        }
        finally
        {
            Leave(waiter);
            Return(waiter);
        }
    }

    /// <summary>Waits without a thread.</summary>
    public ValueTask<THold> WaitAsync(CancellationToken cancellation)
    {
        var waiter = BeginWait(out var version);
        waiter.CancelWith(cancellation);
        return new ValueTask<THold>(waiter, version);
    }

    /// <summary>The same for who needs to know only that it passed.</summary>
    public ValueTask WaitWithoutResultAsync(CancellationToken cancellation)
    {
        var waiter = BeginWait(out var version);
        waiter.CancelWith(cancellation);
        return new ValueTask(waiter, version);
    }

    /// <summary>Ends all waits with the reason, and returns when the last waiter has left the line.</summary>
    public void Close(Exception reason)
    {
        LineWaiter<THold>? waiter;
        lock (_gate)
        {
            _closed ??= reason;
            for (waiter = _waiters.First; waiter is not null; waiter = waiter.Next)
            {
                if (!waiter.IsAsync)
                {
                    waiter.TakeTurn();
                }
            }
        }

        while (true)
        {
            lock (_gate)
            {
                for (waiter = _waiters.First; waiter is { IsAsync: false }; waiter = waiter.Next)
                {
                }

                if (waiter is null)
                {
                    break;
                }
            }

            waiter.Stop(reason, mayPass: false);
        }

        lock (_gate)
        {
            if (_waiters.First is null)
            {
                return;
            }
        }

        // A thread waits: it is woken whatever its bell says, for somebody may have written over that.
        _ = Interlocked.Exchange(ref region.Int(gate.Bell), Bell.Rung);
        region.Bells.Wake(gate.Bell, region.AddressOf(gate.Bell));
        lock (_gate)
        {
            while (_waiters.First is not null)
            {
                _ = Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Takes a waiter out of the line, and makes the next one first.</summary>
    public void Leave(LineWaiter<THold> waiter)
    {
        lock (_gate)
        {
            if (!waiter.IsInLine)
            {
                return;
            }

            var wasFirst = waiter == _waiters.First;
            _waiters.Remove(waiter);
            if (_waiters.First is null)
            {
                Monitor.PulseAll(_gate);
            }

            _mustPromote |= wasFirst;
            if (_isPromoting)
            {
                return;
            }

            _isPromoting = true;
        }

        Promote();
    }

    public bool IsFirst(LineWaiter<THold> waiter)
    {
        lock (_gate)
        {
            return _waiters.First == waiter;
        }
    }

    /// <summary>Gives up the bell, but for what has been given already.</summary>
    public bool TryLast(ref int bell, ref Ticket ticket)
    {
        var rung = Interlocked.Exchange(ref bell, Bell.Idle);
        if (gate.TryPass(ref ticket, rung))
        {
            return true;
        }

        var gaveUp = gate.TryGiveUp(ref ticket);
        if (rung == Bell.Rung)
        {
            gate.PassOn(rung);
        }

        return !gaveUp;
    }

    /// <summary>Gives up the bell, and passes on what it was rung for.</summary>
    public void LeaveBell(ref int bell)
    {
        if (Interlocked.Exchange(ref bell, Bell.Idle) is (Bell.Rung or Bell.Given) and var rung)
        {
            try
            {
                gate.PassOn(rung);
            }
            catch (InvalidRegionException)
            {
                // Somebody wrote over the region. Whoever uses it next is told; the one who leaves has its answer.
            }
        }
    }

    public void Return(LineWaiter<THold> waiter)
    {
        waiter.Clear();
        lock (_gate)
        {
            _waiters.KeepSpare(waiter);
        }
    }

    // A waiter that is made first may pass and leave at once: whoever is promoting then goes on with the next, instead of each calling the next.
    private void Promote()
    {
        while (true)
        {
            LineWaiter<THold>? next;
            lock (_gate)
            {
                next = _mustPromote ? _waiters.First : null;
                _mustPromote = false;
                if (next is null)
                {
                    _isPromoting = false;
                    return;
                }
            }

            next.TakeTurn();
        }
    }

    private LineWaiter<THold> BeginWait(out short version)
    {
        using var use = region.Use();
        var waiter = Rent();
        region.BeginWait();
        region.Bells.Prepare(gate.Bell);
        version = waiter.Begin();
        if (Enter(waiter))
        {
            waiter.Step();
        }

        // Whoever closed the line before this one entered it has not seen it.
        if (Closed is { } reason)
        {
            waiter.Stop(reason, mayPass: false);
        }

        return waiter;
    }

    private LineWaiter<THold> Rent()
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                throw _closed;
            }

            var waiter = _waiters.TakeSpare() ?? new LineWaiter<THold>(this);
            waiter.Ticket = gate.Begin();
            return waiter;
        }
    }

    // Returns whether the waiter is the first.
    private bool Enter(LineWaiter<THold> waiter)
    {
        lock (_gate)
        {
            return _waiters.Add(waiter);
        }
    }

    private bool Stand(LineWaiter<THold> waiter, Deadline deadline)
    {
        if (region.Waiting != WaitStrategy.Park && Spin(waiter, deadline, region.Waiting == WaitStrategy.Spin))
        {
            return true;
        }

        region.BeginWait();
        region.Bells.Prepare(gate.Bell);
        ref var bell = ref region.Int(gate.Bell);
        var starves = 0;
        try
        {
            while (true)
            {
                // Full fence: before the try; pairs with the fence between the change of state and the look at this bell in who rings.
                var rung = Interlocked.Exchange(ref bell, Bell.Waits | starves);
                if (Closed is { } reason)
                {
                    _ = gate.TryGiveUp(ref waiter.Ticket);
                    throw reason;
                }

                if (gate.TryPass(ref waiter.Ticket, rung))
                {
                    return true;
                }

                if (rung == Bell.Rung && gate.TryStarve() && starves == 0)
                {
                    starves = Bell.Starves;
                }
                else if (deadline.IsOver)
                {
                    return TryLast(ref bell, ref waiter.Ticket);
                }
                else if (Interlocked.CompareExchange(ref bell, Bell.Sleeps | starves, Bell.Waits | starves) == (Bell.Waits | starves))
                {
                    region.Bells.Sleep(gate.Bell, region.AddressOf(gate.Bell), Bell.Sleeps | starves, deadline.Milliseconds);
                }
            }
        }
        finally
        {
            region.EndWait();
            LeaveBell(ref bell);
        }
    }

    // Looks without announcing it, so that who lets go need not look for waiters.
    private bool Spin(LineWaiter<THold> waiter, Deadline deadline, bool forever)
    {
        if (forever)
        {
            region.BeginWait();
        }

        try
        {
            var end = Stopwatch.GetTimestamp() + Spinning.Time;
            while (Closed is null && (forever ? !deadline.IsOver : Stopwatch.GetTimestamp() < end))
            {
                for (var i = 0; i < Spinning.PausesBetweenLooks; i++)
                {
                    Spinning.Pause();
                    if (gate.LooksOpen(waiter.Ticket) && gate.TryQuick(ref waiter.Ticket))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
        finally
        {
            if (forever)
            {
                region.EndWait();
            }
        }
    }
}
