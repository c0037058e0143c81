using System.Threading.Tasks.Sources;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>One who waits in a line: a thread, or asynchronous code. Used again and again.</summary>
/// <remarks>
/// Of asynchronous code: states waiting -> done, changed under the gate by a step that passes, a cancellation, or the end of the line. Who
/// makes it done also takes it out of the line and completes its task; nobody touches it after that, until whoever awaits it takes the result and
/// gives it back. A turn, a ring or an end may come late, meant for an earlier use: so each asks first whether this use is one it can be for.
/// </remarks>
internal sealed class LineWaiter<THold> : IValueTaskSource<THold>, IValueTaskSource, IBellSleeper
{
    private readonly WaitLine<THold> _line;
    private readonly object _gate = new();
    private ManualResetValueTaskSourceCore<THold> _task = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private BellWait? _wait;
    private int _starves;
    private bool _isAsync;
    private bool _hasTurn;
    private bool _isDone;

    /// <summary>What the gate carries for it.</summary>
    public Ticket Ticket;

    public LineWaiter(WaitLine<THold> line) => _line = line;

    public LineWaiter<THold>? Before { get; set; }

    public LineWaiter<THold>? Next { get; set; }

    public bool IsInLine { get; set; }

    /// <summary>The version of its task.</summary>
    public short Version => _task.Version;

    public void Begin(bool isAsync, bool hasTurn)
    {
        lock (_gate)
        {
            _isAsync = isAsync;
            _hasTurn = hasTurn;
            _isDone = false;
        }
    }

    /// <summary>Waits with this thread until it is the first in the line, or the line is closed.</summary>
    public bool AwaitTurn(Deadline deadline)
    {
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
        Step();
        lock (_gate)
        {
            _hasTurn = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The line is closed for a reason.</summary>
    public void End(Exception reason)
    {
        Stop(reason, mayPass: false);
        TakeTurn();
    }

    void IBellSleeper.Woken() => Step();

    /// <summary>As asynchronous code that is the first in the line: tries, and lets the waiter thread sleep if it fails.</summary>
    public void Step()
    {
        var hold = default(THold);
        Exception? failure = null;
        lock (_gate)
        {
            // Who closes the region or the lock ends this wait.
            if (_isDone || !_isAsync || !_line.IsFirst(this) || !_line.Core.TryUse(out var use))
            {
                return;
            }

            using (use)
            {
                try
                {
                    if (!TryStep(ref hold))
                    {
                        return;
                    }
                }
                catch (Exception reason) when (reason is not OutOfMemoryException)
                {
                    failure = reason;
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

    public void Clear()
    {
        lock (_gate)
        {
            _task.Reset();
            _starves = 0;
            _isAsync = false;
        }
    }

    THold IValueTaskSource<THold>.GetResult(short token)
    {
        if (_task.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The wait is not over: await it, or use the member that waits with the thread.");
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

    // Ends the wait of asynchronous code with a reason; if it may, it passes instead at the last moment.
    private void Stop(Exception reason, bool mayPass)
    {
        var hold = default(THold);
        Exception? failure = reason;
        lock (_gate)
        {
            if (_isDone || !_isAsync || !_line.Contains(this))
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

    private bool TryPassAtLast(bool mayPass)
    {
        var passed = false;
        if (_wait is not null && _line.IsFirst(this))
        {
            WaiterThread.End(_wait);
            ref var bell = ref _line.Core.Region.Int(_line.Gate.Bell);
            if (mayPass)
            {
                passed = _line.TryLast(ref bell, ref Ticket);
            }
            else
            {
                _line.LeaveBell(ref bell);
            }
        }

        return passed || (!_line.Gate.TryGiveUp(ref Ticket) && mayPass);
    }

    // True when the wait is over.
    private bool TryStep(ref THold? hold)
    {
        var region = _line.Core.Region;
        var offset = _line.Gate.Bell;
        var wait = _wait ??= new BellWait(region.Bells, offset, region.AddressOf(offset), this);
        ref var bell = ref region.Int(offset);
        WaiterThread.End(wait);
        var isOver = true;
        var passed = false;
        try
        {
            passed = _line.TryRound(ref bell, ref Ticket, ref _starves, maySleep: true);
            isOver = passed;
            if (passed)
            {
                hold = _line.Gate.ToHold(Ticket);
            }
            else
            {
                WaiterThread.Begin(wait, Bell.Sleeps | _starves);
            }
        }
        finally
        {
            if (isOver)
            {
                _line.LeaveBell(ref bell);
                if (!passed)
                {
                    _ = _line.Gate.TryGiveUp(ref Ticket);
                }
            }
        }

        return isOver;
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
        _line.Core.Region.EndWait();
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
