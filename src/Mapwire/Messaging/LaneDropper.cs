namespace Mapwire;

/// <summary>Makes room in the lane of a queue's writer that drops the oldest.</summary>
internal sealed class LaneDropper
{
    private readonly QueueCore _core;
    private readonly LaneWriter _lane;
    private readonly LaneClaims _claims;
    private readonly HandTable _hands;
    private readonly int _hand;

    /// <exception cref="InvalidOperationException">There is no hand for it.</exception>
    public LaneDropper(QueueCore core, LaneWriter lane)
    {
        (_core, _lane) = (core, lane);
        _claims = new LaneClaims(core.Memory);
        _hands = new HandTable(core.Memory, core.Region.Slot);
        _hand = _hands.TakeAny();
    }

    /// <summary>Drops until there is room; false where readers have claimed all of it.</summary>
    public bool TryDrop(int length)
    {
        while (_lane.WouldFitEmptied(length, _core.Memory) && TryDropOne())
        {
            if (_lane.HasRoom(length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Drops one; false where readers have claimed all there is.</summary>
    public bool TryDropOne()
    {
        if (!_claims.TryClaim(_lane.Number, _hand, 1, 0))
        {
            return false;
        }

        var frame = new FrameRecordLayout { Slot = -1 };
        try
        {
            frame = _core.Pool is null ? frame : FrameOfDropped();
        }
        finally
        {
            // Of what somebody wrote over as well: it is dropped.
            _hands.LetGo(_hand);
            _core.FreedFrame();
            _core.Emptied();
            _lane.CountDropped(1);
        }

        if (_core.Pool is { } pool && pool.Has(frame.Slot))
        {
            // Only now: before this a reader could still have come to it.
            pool.Release(frame.Slot, frame.Generation);
            _core.FreedFrame();
        }

        return true;
    }

    private unsafe FrameRecordLayout FrameOfDropped()
    {
        var (next, end, lane) = HandTable.Read(_core.Memory, _hand);
        var message = LaneWalk.Take(_core.Memory, lane, ref next, end, out var length);
        return length >= FrameRecordLayout.RecordSize ? System.Runtime.CompilerServices.Unsafe.ReadUnaligned<FrameRecordLayout>((void*)message) : new FrameRecordLayout { Slot = -1 };
    }
}
