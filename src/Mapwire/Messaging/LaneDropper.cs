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
        while (_lane.WouldFitEmptied(length, _core.Memory) && _claims.TryClaim(_lane.Number, _hand, 1, 0))
        {
            _hands.LetGo(_hand);
            _core.Emptied();
            _lane.CountDropped(1);
            if (_lane.HasRoom(length))
            {
                return true;
            }
        }

        return false;
    }
}
