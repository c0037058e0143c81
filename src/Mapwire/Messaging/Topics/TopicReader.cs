using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The reading end of a topic's lanes for one subscriber, for one thread at a time.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Topic". For whom publishers wait, it reads in place: nothing behind its cursors is written over. Everybody else copies a message first and sees then
/// whether it was whole. The cursors in the shared memory follow with each eighth of the ring, and when all was read.
/// </remarks>
internal sealed unsafe partial class TopicReader : LaneSource
{
    private const int Shares = 8;
    private readonly TopicMemory _memory;
    private readonly SubscriberPolicy _policy;
    private readonly int _slot;
    private readonly TopicCellLayout* _cell;
    private readonly TopicCursorLayout* _cursors;
    private readonly bool _isChecked;
    private readonly long _words;
    private readonly int _bits;

    // Where the next message of each lane begins, and how many were published before it; of the lane that is read, as of the last time that it was let go of.
    private readonly long[] _positions;
    private readonly long[] _sequences;

    // The first message of each lane that was lost and not told of; -1 for none.
    private readonly long[] _gaps;

    // The messages that were taken, and the times that others were let go of; what is to be added for the sequence of the next one.
    private long _serial;
    private long _pauses;
    private long _skew;
    private long _lost;
    private long _told = -1;
    private TopicLoss _loss;

    // Where the ring begins and at which position, up to where records are taken without a further look, the upper half of the next one's word, and how long the last one was.
    private byte* _ring;
    private long _lap;
    private byte* _fast;
    private int _stamp;
    private long _usual;

    // Of values the same: below which place one begins that is taken so, and its whole word.
    private readonly long _valueBytes;
    private byte* _fastValues;
    private long _valueWord;
    private long* _limit;
    private int _lane;
    private byte[] _buffer = [];
    private byte* _copy;

    /// <param name="memory">The topic.</param>
    /// <param name="slot">This participant's slot; -1 for one that only looks.</param>
    /// <param name="policy">What becomes of it when it is slow.</param>
    /// <param name="history">How many messages of each lane to begin with that were published before.</param>
    public TopicReader(TopicMemory memory, int slot, SubscriberPolicy policy, long history)
        : base(memory.Name)
    {
        _memory = memory;
        _slot = slot;
        if (slot >= 0)
        {
            _cell = memory.Cell(slot);
            _cursors = memory.Cursor(slot, 0);
        }

        _policy = policy;
        _isChecked = policy != SubscriberPolicy.Block;
        _words = memory.LaneWords;
        _bits = memory.LaneBits;
        _valueBytes = memory.TypeSize > 0 ? LaneRecord.BytesFor(memory.TypeSize) : 0;
        _positions = new long[memory.Lanes];
        _sequences = new long[memory.Lanes];
        _gaps = new long[memory.Lanes];
        Array.Fill(_gaps, -1);
        Join(history);
        Begin(0);

        // The gate, which has not had a place until now, has one.
        Leave();
    }

    public override long Serial => _serial;

    public override long Taken => _serial;

    public override long Plenty => _words / 4;

    /// <summary>The sequence of the message that was taken last.</summary>
    public long Sequence => _serial + _skew - 1;

    /// <summary>The lane of the message that was taken last.</summary>
    public int Lane => _lane;

    /// <summary>What was lost directly before what was taken last.</summary>
    public TopicLoss? Loss => _told == _serial ? _loss : null;

    /// <summary>How many messages were read.</summary>
    public long Count => _serial - _pauses;

    /// <summary>How many messages were lost.</summary>
    public long Lost => _lost;

    private long Next => PositionOf(Place);

    /// <summary>Takes the next message, if that takes nothing but looking at its word.</summary>
    /// <param name="message">Where it lies.</param>
    /// <param name="length">How many bytes it has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeFast(out nint message, out int length)
    {
        var isTaken = false;
        (message, length) = (0, 0);
        if (TryEnterBefore(_fast, out var place))
        {
            // acquire: pairs with the release in LaneWriter
            var word = Volatile.Read(ref *(long*)place);
            var size = LaneRecord.BytesFor(LaneRecord.LengthOf(word));
            message = (nint)(place + LaneRecord.WordSize);
            if (LaneRecord.StampOf(word) == _stamp && size <= _fast - place && (!_isChecked || TryCopy(place, LaneRecord.LengthOf(word), out message)))
            {
                var usual = _usual;
                if (size != usual)
                {
                    _usual = usual = LaneRecord.Unusual(size);
                }

                length = LaneRecord.LengthOf(word);
                place += usual;
                _serial++;
                isTaken = true;
            }

            LeaveAt(place);
        }

        return isTaken;
    }

    /// <summary>The same for a value, which is copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeFast<T>(out T value)
        where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        if (!TryEnterBefore(_fastValues, out var place))
        {
            return false;
        }

        // acquire: pairs with the release in LaneWriter
        if (Volatile.Read(ref *(long*)place) == _valueWord)
        {
            LaneRecord.CopyOut(place + LaneRecord.WordSize, out value);
            if (!_isChecked || IsWhole(place))
            {
                _serial++;
                LeaveAt(place + LaneRecord.BytesFor(sizeof(T)));
                return true;
            }
        }

        LeaveAt(place);
        return false;
    }

    /// <summary>Takes values, as many as that takes nothing but looking at their words.</summary>
    /// <returns>How many.</returns>
    public int TakeRun<T>(Span<T> values)
        where T : unmanaged
    {
        var size = LaneRecord.BytesFor(sizeof(T));
        var place = Place;
        var count = 0;

        // acquire: pairs with the release in LaneWriter
        while (count < values.Length && place < _fastValues && Volatile.Read(ref *(long*)place) == _valueWord)
        {
            LaneRecord.CopyOut(place + LaneRecord.WordSize, out values[count++]);
            place += size;
        }

        // What is written over is so from the beginning on: all are whole if the first is.
        if (count == 0 || (_isChecked && !IsWhole(Place)))
        {
            return 0;
        }

        Place = place;
        _serial += count;
        return count;
    }

    /// <summary>Lets go of what was taken, and takes the next message: from the lanes in turn.</summary>
    /// <param name="message">Where it lies.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="freed">The lane in which there may be room now; -1 for none.</param>
    /// <exception cref="InvalidRegionException">There is a word that nobody writes.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow.</exception>
    public bool TryTake(out nint message, out int length, out int freed)
    {
        freed = LetGo();
        RequireConnected();
        var first = _lane;
        for (int i = 1, used = _memory.LanesUsed; i <= used; i++)
        {
            var lane = (first + i) % used;

            // What is written over meanwhile is lost: the same lane again, behind that.
            for (var look = 0; look < Looks && TryFind(lane, out var position, out length); look++)
            {
                message = (nint)(_memory.Word(lane, position) + 1);
                if (!_isChecked || TryCopy(lane, position, length, out message))
                {
                    Took(lane, position, length);
                    return true;
                }
            }
        }

        (message, length) = (0, 0);
        return false;
    }

    /// <summary>Lets go of what was taken.</summary>
    /// <returns>The lane in which there may be room now; -1 for none.</returns>
    public int LetGo()
    {
        var next = Next;
        if (next == _positions[_lane])
        {
            return -1;
        }

        (_positions[_lane], _sequences[_lane]) = (next, _serial + _skew);
        Say(_lane);

        // Nothing of it may be used any more.
        _serial++;
        _skew--;
        _pauses++;
        Aim(next);
        return _lane;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long PositionOf(byte* place) => _lap + ((place - _ring) >> LaneRecord.WordShift);

    private void Took(int lane, long position, int length)
    {
        var next = position + LaneRecord.WordsFor(length);
        var sequence = _sequences[lane];
        if (lane != _lane)
        {
            Begin(lane);
        }

        if (_gaps[lane] >= 0)
        {
            _loss = new TopicLoss(lane, _gaps[lane], sequence - 1);
            _told = _serial + 1;
            _gaps[lane] = -1;
        }

        _skew = sequence - _serial;
        _serial++;
        Aim(next);
    }

    // Reads a lane from now on.
    private void Begin(int lane)
    {
        _lane = lane;
        _limit = &_memory.Lane(lane)->Limit;
        _ring = _memory.Ring(lane);
        _skew = _sequences[lane] - _serial;
        Aim(_positions[lane]);
    }

    // Where to read next, and how far without a further look.
    private void Aim(long next)
    {
        var at = next & (_words - 1);
        _lap = next - at;
        Place = _ring + (at * LaneRecord.WordSize);

        // Up to the publisher's mark, if this is not there yet: who comes near to the publisher thinks again.
        var ahead = AheadOf(Marked);
        var most = Math.Min(ahead > 0 ? Math.Min(ahead, _words / Shares) : _words / Shares, _words - at);
        _fast = Place + (_policy == SubscriberPolicy.DropNewest ? 0 : most * LaneRecord.WordSize);
        _stamp = LaneRecord.StampOf(next, _bits, LaneRecord.Message);
        _fastValues = _valueBytes is > 0 and <= LaneMarks.MostBytes ? _fast - _valueBytes + 1 : null;
        _valueWord = LaneRecord.Of(_memory.TypeSize, _stamp);
    }

    // Tells the publishers, and who looks, how far it is.
    private void Say(int lane)
    {
        if (_slot < 0)
        {
            return;
        }

        var cell = _cell;
        var cursor = _cursors + lane;
        Volatile.Write(ref cursor->Sequence, _sequences[lane]);

        // release: the last use of what lies before comes before; pairs with the acquire in TopicMemory.BoundOf
        Volatile.Write(ref cursor->Position, _positions[lane]);
        Volatile.Write(ref cell->Read, _readBefore + Count);
        Volatile.Write(ref cell->Lost, _lostBefore + _lost);
    }
}
