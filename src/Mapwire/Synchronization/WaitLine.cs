using Mapwire.Platform;

namespace Mapwire;

/// <summary>Those of one participant who wait for one thing: they stand in a line, and the first of it uses the participant's bell.</summary>
/// <remarks>
/// The line itself is memory of this process alone, under a gate; it dies with the process. The first in the line follows <see cref="Bell"/>:
/// a thread sleeps on the bell itself, asynchronous code lets the <see cref="WaiterThread"/> sleep. Who leaves the line makes the next one first.
/// The gate of a line may be taken while that of one of its waiters is held. The reverse is done only as a waiter enters: then it is a new or a spare one, and
/// a step or an end that comes late for an earlier use lets go of its gate without asking for the line's.
/// </remarks>
internal sealed class WaitLine<THold>(Waitable core, IGate<THold> gate) : WaitLine
{
    private readonly object _gate = new();
    private readonly WaiterList<THold> _waiters = new();
    private readonly Region _region = core.Region;
    private Exception? _closed;
    private bool _mustPromote;
    private bool _isPromoting;

    public Waitable Core => core;

    public IGate<THold> Gate => gate;

    /// <summary>Why nobody waits here any more.</summary>
    public Exception? Closed => Volatile.Read(ref _closed);

    /// <summary>Waits with this thread.</summary>
    /// <param name="deadline">Until when.</param>
    /// <param name="hold">What who passes is given.</param>
    /// <param name="spins">Whether to look for a while first, if this participant does so at all.</param>
    public bool Wait(Deadline deadline, out THold hold, bool spins = true)
    {
        using var use = core.Use();
        var waiter = Enter(isAsync: false);
        var mustGiveUp = true;
        try
        {
            var passed = waiter.AwaitTurn(deadline) && ThreadWait.Stand(this, waiter, deadline, spins);
            mustGiveUp = false;
            passed = passed || !gate.TryGiveUp(ref waiter.Ticket);
            hold = passed ? gate.ToHold(waiter.Ticket) : default!;
            return passed;
        }
        finally
        {
            try
            {
                if (mustGiveUp)
                {
                    _ = gate.TryGiveUp(ref waiter.Ticket);
                }
            }
            finally
            {
                // Whatever became of it: who closes the line waits for those who stand in it.
                if (!TryLeaveAlone(waiter))
                {
                    Leave(waiter);
                    Return(waiter);
                }
            }
        }
    }

    /// <summary>Waits with this thread, as long as it takes.</summary>
    public THold Wait()
    {
        _ = Wait(Deadline.Never, out var hold);
        return hold;
    }

    /// <summary>Waits without a thread.</summary>
    public ValueTask<THold> WaitAsync(CancellationToken cancellation)
    {
        var waiter = BeginWait(cancellation, out var version);
        return new ValueTask<THold>(waiter, version);
    }

    /// <summary>The same for who needs to know only that it passed.</summary>
    public ValueTask WaitWithoutResultAsync(CancellationToken cancellation)
    {
        var waiter = BeginWait(cancellation, out var version);
        return new ValueTask(waiter, version);
    }

    /// <summary>Ends all waits with the reason, now and from now on; does not wait for the waiters to go.</summary>
    public override void Fail(Exception reason)
    {
        List<LineWaiter<THold>> waiters = [];
        lock (_gate)
        {
            _closed ??= reason;
            for (var waiter = _waiters.First; waiter is not null; waiter = waiter.Next)
            {
                waiters.Add(waiter);
            }
        }

        if (waiters.Count == 0)
        {
            return;
        }

        foreach (var waiter in waiters)
        {
            waiter.End(reason);
        }

        // A thread that sleeps is woken whatever its bell says, for somebody may have written over that.
        _ = _region.TryRing(gate.Bell);
        Rouse();
    }

    /// <summary>Ends all waits with the reason, and returns when the last waiter has left the line.</summary>
    public override void Close(Exception reason)
    {
        Fail(reason);
        lock (_gate)
        {
            while (_waiters.First is not null)
            {
                _ = Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Wakes whoever sleeps here: who rang it may have died before it woke it.</summary>
    public override void Rouse()
    {
        lock (_gate)
        {
            if (_waiters.First is null)
            {
                return;
            }
        }

        _region.Bells.Wake(gate.Bell, _region.AddressOf(gate.Bell));
    }

    /// <summary>Takes a waiter out of the line, and makes the next one first.</summary>
    public void Leave(LineWaiter<THold> waiter)
    {
        lock (_gate)
        {
            _mustPromote |= waiter == _waiters.First;
            _waiters.Remove(waiter);
            if (_waiters.First is null && _closed is not null)
            {
                Monitor.PulseAll(_gate);
            }

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

    public bool Contains(LineWaiter<THold> waiter)
    {
        lock (_gate)
        {
            return waiter.IsInLine;
        }
    }

    /// <summary>One round at the bell. False: the bell says that somebody waits, and sleeps if it may.</summary>
    public bool TryRound(ref int bell, ref Ticket ticket, ref int starves, bool maySleep)
    {
        while (true)
        {
            // Full fence: before the try; pairs with the fence between the change of state and the look at this bell in who rings.
            var rung = Interlocked.Exchange(ref bell, Bell.Waits | starves);
            if (Closed is { } reason)
            {
                // What it was rung for, or given, is passed on by who leaves the bell.
                _ = Interlocked.Exchange(ref bell, rung);
                throw reason;
            }

            if (gate.TryPass(ref ticket, rung))
            {
                return true;
            }

            if (rung == Bell.Rung && gate.TryStarve() && starves == 0)
            {
                starves = Bell.Starves;
            }
            else if (!maySleep
                || Interlocked.CompareExchange(ref bell, Bell.Sleeps | starves, Bell.Waits | starves) == (Bell.Waits | starves))
            {
                return false;
            }
        }
    }

    /// <summary>Gives up the bell, but for what has come meanwhile.</summary>
    public bool TryLast(ref int bell, ref Ticket ticket)
    {
        var rung = Interlocked.Exchange(ref bell, Bell.Idle);
        var passed = gate.TryPass(ref ticket, rung);
        if (!passed && rung == Bell.Rung)
        {
            gate.PassOn(rung);
        }

        return passed;
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
                // Who finds the damage has rung everybody, and each finds it for itself.
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

    // The common case of a thread that was alone in the line, in one step.
    private bool TryLeaveAlone(LineWaiter<THold> waiter)
    {
        lock (_gate)
        {
            if (_closed is not null || waiter != _waiters.First || waiter.Next is not null)
            {
                return false;
            }

            _waiters.Remove(waiter);
            _waiters.KeepSpare(waiter);
            return true;
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

    private LineWaiter<THold> BeginWait(CancellationToken cancellation, out short version)
    {
        using var use = core.Use();
        _region.Bells.Prepare(gate.Bell);
        _region.BeginWait();
        LineWaiter<THold> waiter;
        try
        {
            waiter = Enter(isAsync: true);
        }
        catch
        {
            _region.EndWait();
            throw;
        }

        version = waiter.Version;
        waiter.Step();
        waiter.CancelWith(cancellation);
        return waiter;
    }

    // In one step, so that whoever closes the line finds the waiter in it or keeps it from coming in.
    private LineWaiter<THold> Enter(bool isAsync)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                throw _closed;
            }

            var waiter = _waiters.TakeSpare() ?? new LineWaiter<THold>(this);
            waiter.Ticket = gate.Begin();
            waiter.Begin(isAsync, hasTurn: _waiters.First is null);
            _waiters.Add(waiter);
            return waiter;
        }
    }
}
