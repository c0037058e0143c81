using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <content>Where it may write, and what it says of where it is.</content>
internal sealed unsafe partial class LaneWriter
{
    /// <summary>Whether a message can be written now: the record, a pad before it where it does not fit before the ring's end, and the word behind it.</summary>
    public bool HasRoom(int length)
    {
        RequireFits(length);
        var tail = Tail;
        var wanted = WordsWanted(length, tail);
        if (tail + wanted < _limit)
        {
            return true;
        }

        // The mark first: whoever is overrun by the room that is taken now has a mark to go on from.
        Mark(tail);
        _limit = _memory.LimitFor(Number, tail, wanted + 1, ref _bound);
        Aim(tail);
        _lane->HighWater = Math.Max(_lane->HighWater, tail - _bound);
        return tail + wanted < _limit;
    }

    /// <summary>Where a message of so many bytes would end that is written next.</summary>
    public long TailBehind(int length)
    {
        var tail = Tail;
        return tail + WordsWanted(length, tail);
    }

    /// <summary>A quarter of the lane.</summary>
    public int RoomyBytes => (int)Math.Min(int.MaxValue / 2, _words * LaneRecord.WordSize / 4);

    /// <summary>HasRoom as a look, by the mark: nothing of this end is read or changed, so that another thread may look for the one that waits, which made a mark when it found no room.</summary>
    public bool WouldFit(int length)
    {
        var tail = LaneMarks.TailOf(in *_lane);
        return Fits(length, tail, _memory.BoundFor(Number, tail));
    }

    /// <summary>Whether it would fit if no reader had it still to claim.</summary>
    public bool WouldFitEmptied(int length, QueueMemory queue)
    {
        var tail = Tail;
        return Fits(length, tail, LaneBound.OfHands(queue, Number, _bound, tail));
    }

    /// <summary>Refuses what never fits.</summary>
    public void RequireFits(int length)
    {
        if ((uint)length > (uint)_memory.MostMessageBytes)
        {
            ThrowTooLong(length);
        }
    }

    private bool Fits(int length, long tail, long bound) => WordsWanted(length, tail) < _words - (tail - bound);

    // The record, and a pad before it where it does not fit before the ring's end.
    private long WordsWanted(int length, long tail)
    {
        var words = LaneRecord.WordsFor(length);
        var toEnd = _words - (tail & (_words - 1));
        return words <= toEnd ? words : toEnd + words;
    }

    // Where to write next, how far without a further look, and the mark that goes with it: after the tail came to the ring's end or to the end of that stretch, and with each look at the bound.
    private void Aim(long tail)
    {
        Mark(tail);
        var at = tail & (_words - 1);
        Place = _counted = _ring + (at * LaneRecord.WordSize);
        _lap = tail - at - ((long)_ring >> LaneRecord.WordShift);
        _fast = Place + (Math.Min(Math.Min(_limit - tail, _words - at), _stretch) * LaneRecord.WordSize);
        _fastValues = _valueBytes is > 0 and <= LaneMarks.MostBytes ? _fast - _valueBytes : null;
        _stamp = LaneRecord.Of(0, LaneRecord.StampOf(tail, _bits, LaneRecord.Message));
    }

    private void Mark(long tail)
    {
        if (_valueBytes > 0)
        {
            // Those that were written in the fast way, which lie side by side.
            _written += (Place - _counted) / _valueBytes;
            _counted = Place;
        }

        if (tail != _marked)
        {
            var mark = new LaneMarkLayout { Tail = tail, Written = _written };
            LaneMarks.Write(ref *_lane, mark);
            _memory.Marked(Number, mark);
            _marked = tail;
        }
    }

    [DoesNotReturn]
    private void ThrowTooLong(int length) => throw new ArgumentException(
        $"A message of {length} bytes does not fit into {_memory.Name}, whose messages have {_memory.MostMessageBytes} at most: half of its capacity for each writer, {_memory.LaneBytes} bytes. Create it with more Capacity.");
}
