using System.Text;

namespace Mapwire;

/// <summary>Says what a queue is doing.</summary>
internal sealed class QueueTeller
{
    private const int Looks = 4;
    private readonly QueueSight _queue;
    private readonly QueueMemory _memory;
    private readonly long[] _heads;
    private readonly List<(HandSight Sight, long Left)> _hands = [];

    private QueueTeller(QueueSight queue)
    {
        _queue = queue;
        _memory = queue.Memory;

        // Heads are read before the hands: a claim that a head tells of is in its hand by then, and one that it does not begins behind it.
        _heads = [.. Enumerable.Range(0, _memory.LanesUsed).Select(queue.Head)];
        for (int hand = 0, used = _memory.HandsUsed; hand < used; hand++)
        {
            for (var look = 0; look < Looks; look++)
            {
                if (queue.TryRead(hand) is { } sight)
                {
                    Add(sight);
                    break;
                }
            }
        }
    }

    public static QueueInfo Tell(RegionSight region)
    {
        var queue = new QueueSight(region);
        return new QueueTeller(queue).Tell();
    }

    private QueueInfo Tell()
    {
        var lanes = Enumerable.Range(0, _heads.Length).Select(Lane).ToList();
        return new QueueInfo
        {
            MessageType = _memory.TypeName,
            MessageSize = _memory.TypeSize,
            Capacity = _memory.LaneBytes,
            MaxMessageSize = _memory.MostMessageBytes,
            MaxWriters = _memory.Lanes,
            FullMode = _memory.FullMode,
            SingleReader = (_memory.Flags & QueueLayout.OneReader) != 0,
            SingleWriter = (_memory.Flags & QueueLayout.OneWriter) != 0,
            IsCompleted = _queue.Completed == QueueLayout.Done,
            Error = Encoding.UTF8.GetString(_queue.Error),
            Counts = QueueHandle.CountsOf(_memory),
            Waiting = lanes.Sum(lane => lane.Waiting) + _hands.Where(hand => hand.Sight.State.Kind == HandState.Orphan).Sum(hand => hand.Left),
            Claimed = _hands.Where(hand => hand.Sight.State.Kind != HandState.Orphan).Sum(hand => hand.Left),
            Frames = _queue.Frames is { } frames ? frames.Tell(_memory) : null,
            Lanes = lanes,
            Hands = Hands(),
        };
    }

    // What is about to be claimed is not, unless the head says so.
    private void Add(in HandSight sight)
    {
        var isTaken = sight.State.Kind != HandState.Intent
            || (sight.Lane >= 0 && sight.Lane < _heads.Length && _heads[sight.Lane] == LaneHead.Of(sight.End, sight.Number));
        if (isTaken && sight.IsPossible(_memory.Lanes, _memory.LaneWords))
        {
            _hands.Add((sight, _queue.Walk(sight.Lane, sight.Left, sight.End, sight.End).Messages));
        }
    }

    private QueueLaneInfo Lane(int number)
    {
        ref readonly var lane = ref _queue.Lane(number);
        var (mark, behind, _) = _queue.Written(number, Looks);
        var tail = behind.End;
        var bound = LaneHead.PositionNear(_heads[number], tail);
        foreach (var (sight, _) in _hands)
        {
            bound = sight.Lane == number ? Math.Min(bound, sight.Start) : bound;
        }

        var owner = Volatile.Read(in lane.Owner);
        return new QueueLaneInfo
        {
            Number = number,
            Writer = owner > 0 && owner <= _memory.Slots ? owner - 1 : null,
            Written = mark.Written + behind.Messages,
            Dropped = Volatile.Read(in lane.Dropped),
            Waiting = Waiting(number),
            BytesInUse = Math.Clamp(unchecked(tail - bound), 0, _memory.LaneWords) * LaneRecord.WordSize,
            HighWaterBytes = Math.Clamp(Volatile.Read(in lane.HighWater), 0, _memory.LaneWords) * LaneRecord.WordSize,
        };
    }

    // True of a moment if the head did not move meanwhile; where it does all the time, of about a moment.
    private long Waiting(int lane)
    {
        var messages = 0L;
        for (var look = 0; look < Looks; look++)
        {
            var head = _queue.Head(lane);
            messages = _queue.Walk(lane, LaneHead.PositionNear(head, _queue.Mark(lane).Tail), long.MaxValue, 0).Messages;
            if (_queue.Head(lane) == head)
            {
                break;
            }
        }

        return messages;
    }

    private List<QueueHandInfo> Hands()
    {
        List<QueueHandInfo> found = [];
        for (int hand = 0, used = _memory.HandsUsed; hand < used; hand++)
        {
            var at = _hands.FindIndex(one => one.Sight.Number == hand);
            var (sight, left) = at >= 0 ? _hands[at] : default;
            var state = at >= 0 ? sight.State : _queue.State(hand);
            if (state.Kind == HandState.Free)
            {
                continue;
            }

            found.Add(new QueueHandInfo
            {
                Number = hand,
                Reader = state.Slot >= 0 && state.Slot < _memory.Slots ? state.Slot : null,
                Lane = left > 0 ? sight.Lane : null,
                IsLease = at >= 0 && state.IsLease,
                Left = left,
            });
        }

        return found;
    }
}
