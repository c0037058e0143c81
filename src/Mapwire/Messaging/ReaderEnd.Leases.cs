namespace Mapwire;

/// <content>Its leases.</content>
internal sealed partial class ReaderEnd
{
    public bool TryLease(out QueueLease lease)
    {
        _lanes.Enter();
        try
        {
            // What was read before is let go of, and what was claimed with it and not read can be leased.
            _core.Freed(_lanes.LetGo());
            _core.Freed(_lanes.Abandon());
            var hand = _leases.TryLease(out var message, out var length, out var isRedelivered);
            if (hand >= 0)
            {
                _core.PassOn();
            }

            lease = hand < 0 ? default : new QueueLease(this, hand, _leases.StateOf(hand), message, length, isRedelivered);
            return hand >= 0;
        }
        catch (InvalidRegionException)
        {
            // What was refused when it had been claimed is nobody's any more, and there is room where it was, wherever that is.
            for (var lane = 0; lane < _core.Memory.LanesUsed; lane++)
            {
                _core.Freed(lane);
            }

            throw;
        }
        finally
        {
            _lanes.Leave();
        }
    }

    public bool TryLease(Deadline deadline, out QueueLease lease)
    {
        while (!TryLease(out lease))
        {
            if (!AwaitMore(deadline))
            {
                return TryLease(out lease);
            }
        }

        return true;
    }

    public async ValueTask<QueueLease> LeaseAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        QueueLease lease;
        while (!TryLease(out lease))
        {
            if (!await WaitToReadAsync(cancellation).ConfigureAwait(false) && !TryLease(out lease))
            {
                throw Completed();
            }
        }

        return lease;
    }

    public bool IsLive(in QueueLease lease) => !_lanes.IsClosed && _leases.StateOf(lease.Hand) == lease.State;

    /// <summary>Ends a lease, once.</summary>
    public void End(in QueueLease lease, bool isDone) => End(lease, isDone, new FrameRecordLayout { Slot = -1 });

    /// <summary>Ends a lease, once, and makes its frame free if it is done.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="isDone">Whether it is done, or another's.</param>
    /// <param name="frame">What its message tells of, checked; slot -1 for no frame.</param>
    public void End(in QueueLease lease, bool isDone, in FrameRecordLayout frame)
    {
        // A closed reader has given its leases back.
        if (!_lanes.TryEnter())
        {
            return;
        }

        try
        {
            if (_leases.StateOf(lease.Hand) != lease.State)
            {
                return;
            }

            if (isDone)
            {
                var lane = _leases.Done(lease.Hand, lease.IsRedelivered);
                if (frame.Slot >= 0)
                {
                    // Only now: until it was done the frame would have gone to another, had this process died.
                    _core.Pool!.Release(frame.Slot, frame.Generation);
                }

                _core.Freed(lane);
            }
            else
            {
                _leases.GiveBack(lease.Hand);
            }

            // What was given back, or came with it, is for others.
            _core.Published();
        }
        finally
        {
            _lanes.Leave();
        }
    }
}
