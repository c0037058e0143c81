using System.Threading.Tasks.Sources;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>One who waits in a line: a thread, or asynchronous code. Used again and again.</summary>
/// <remarks>
/// Of asynchronous code: states waiting -> done, changed under the gate by whoever is first: a step that passes, a cancellation, or the closing of the line. Who
/// makes it done also takes it out of the line and completes its task; nobody touches it after that, until whoever awaits it takes the result and
/// gives it back.
/// </remarks>
internal sealed class LineWaiter<THold> : IValueTaskSource<THold>, IValueTaskSource, IBellSleeper
{
    private readonly WaitLine<THold> _line;
    private readonly object _gate = new();
    private ManualResetValueTaskSourceCore<THold> _task = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private BellWait? _wait;
    private int _starves;
    private bool _hasTurn;
    private bool _isDone;

    /// <summary>What the gate carries for it.</summary>
    public Ticket Ticket;

    public LineWaiter(WaitLine<THold> line) => _line = line;

    public LineWaiter<THold>? Before { get; set; }

    public LineWaiter<THold>? Next { get; set; }

    public bool IsInLine { get; set; }

    public bool IsAsync { get; private set; }

    /// <summary>Begins an asynchronous wait; returns the version of its task.</summary>
    public short Begin()
    {
        IsAsync = true;
        return _task.Version;
    }

    /// <summary>Waits with this thread until it is the first in the line, or the line is closed.</summary>
    public bool AwaitTurn(Deadline deadline)
    {
        // A turn may come late, and be meant for an earlier use of this object.
        do
        {
            lock (_gate)
            {
                while (!_hasTurn)
                {
                    var left = deadline.Milliseconds;
                    if (left == 0)
                    {
                        return false;
                    }

                    _ = Monitor.Wait(_gate, left);
                }

                _hasTurn = false;
            }
        }
        while (!_line.IsFirst(this) && _line.Closed is null);
        return true;
    }

    /// <summary>It has become the first in the line, or the line is closed.</summary>
    public void TakeTurn()
    {
        if (IsAsync)
        {
            Step();
            return;
        }

        lock (_gate)
        {
            _hasTurn = true;
            Monitor.Pulse(_gate);
        }
    }

    void IBellSleeper.Woken() => Step();

    /// <summary>As the first in the line: tries, and lets the waiter thread sleep if it fails.</summary>
    public void Step()
    {
        var hold = default(THold);
        Exception? failure;
        lock (_gate)
        {
            // A turn or a ring may come late, and be meant for an earlier use of this object. Who closes the region ends this wait.
            if (_isDone || !IsAsync || !_line.IsFirst(this) || !_line.Region.TryUse(out var use))
            {
                return;
            }

            using (use)
            {
                if (!TryStep(ref hold, out failure))
                {
                    return;
                }
            }

            _isDone = true;
        }

        Finish(hold!, failure);
    }

    /// <summary>Lets a token end the wait.</summary>
    public void CancelWith(CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled)
        {
            return;
        }

        // The gate keeps whoever finishes the wait from missing the registration.
        lock (_gate)
        {
            if (!_isDone)
            {
                var registration = cancellation.UnsafeRegister(
                    static (waiter, token) => ((LineWaiter<THold>)waiter!).Stop(new OperationCanceledException(token), mayPass: true), this);
                if (!_isDone)
                {
                    _cancellation = registration;
                }
            }
        }
    }

    /// <summary>Ends the wait with a reason; if it may, it passes instead at the last moment.</summary>
    public void Stop(Exception reason, bool mayPass)
    {
        var hold = default(THold);
        Exception? failure = reason;
        lock (_gate)
        {
            if (_isDone || !IsAsync)
            {
                return;
            }

            try
            {
                if (TryPassAtLast(mayPass))
                {
                    hold = _line.Gate.ToHold(Ticket);
                    failure = null;
                }
            }
            catch (InvalidRegionException damage)
            {
                failure = damage;
            }

            _isDone = true;
        }

        Finish(hold!, failure);
    }

    public void Clear()
    {
        // A late turn sees this object as it was or as it will be.
        lock (_gate)
        {
            _task.Reset();
            _starves = 0;
            _hasTurn = false;
            _isDone = false;
            IsAsync = false;
        }
    }

    THold IValueTaskSource<THold>.GetResult(short token)
    {
        // Who asks twice, or too early, is told, and the object stays whose it is.
        if (_task.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The wait is not over: await it, once.");
        }

        try
        {
            return _task.GetResult(token);
        }
        finally
        {
            _line.Return(this);
        }
    }

    void IValueTaskSource.GetResult(short token) => _ = ((IValueTaskSource<THold>)this).GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _task.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _task.OnCompleted(continuation, state, token, flags);

    private bool TryPassAtLast(bool mayPass)
    {
        if (_wait is null || !_line.IsFirst(this))
        {
            // It has not been at the bell.
            return !_line.Gate.TryGiveUp(ref Ticket) && mayPass;
        }

        WaiterThread.End(_wait);
        ref var bell = ref _line.Region.Int(_line.Gate.Bell);
        if (mayPass)
        {
            return _line.TryLast(ref bell, ref Ticket);
        }

        _ = _line.Gate.TryGiveUp(ref Ticket);
        _line.LeaveBell(ref bell);
        return false;
    }

    // True when the wait is over.
    private bool TryStep(ref THold? hold, out Exception? failure)
    {
        var region = _line.Region;
        var offset = _line.Gate.Bell;
        var wait = _wait ??= new BellWait(region.Bells, offset, region.AddressOf(offset), this);
        ref var bell = ref region.Int(offset);
        WaiterThread.End(wait);
        try
        {
            while (true)
            {
                // Full fence: before the try; pairs with the fence between the change of state and the look at this bell in who rings.
                var rung = Interlocked.Exchange(ref bell, Bell.Waits | _starves);
                failure = _line.Closed;
                if (failure is not null)
                {
                    _ = _line.Gate.TryGiveUp(ref Ticket);
                    break;
                }

                if (_line.Gate.TryPass(ref Ticket, rung))
                {
                    hold = _line.Gate.ToHold(Ticket);
                    break;
                }

                if (rung == Bell.Rung && _line.Gate.TryStarve() && _starves == 0)
                {
                    _starves = Bell.Starves;
                }
                else if (Interlocked.CompareExchange(ref bell, Bell.Sleeps | _starves, Bell.Waits | _starves) == (Bell.Waits | _starves))
                {
                    WaiterThread.Begin(wait, Bell.Sleeps | _starves);
                    return false;
                }
            }
        }
        catch (InvalidRegionException damage)
        {
            failure = damage;
        }

        _line.LeaveBell(ref bell);
        return true;
    }

    private void Finish(THold hold, Exception? failure)
    {
        CancellationTokenRegistration cancellation;
        lock (_gate)
        {
            cancellation = _cancellation;
            _cancellation = default;
        }

        // Waits for a cancellation that runs this instant and will find nothing to do: it must not meet the next use of this object.
        cancellation.Dispose();
        _line.Leave(this);
        _line.Region.EndWait();
        if (failure is null)
        {
            _task.SetResult(hold);
        }
        else
        {
            _task.SetException(failure);
        }
    }
}
