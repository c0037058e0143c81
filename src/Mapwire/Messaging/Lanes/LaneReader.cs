using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The reading end of a queue's lanes for one participant, for one thread at a time.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Queue". What is claimed is a run of records: a message then costs a load of its word and a store of Next in the hand, which is a line of this
/// reader's own. The only reader of a queue claims one message at a time, by a store of Head, and lets many go at once.
/// </remarks>
internal sealed unsafe partial class LaneReader : LaneSource
{
    private readonly QueueMemory _memory;
    private readonly HandTable _table;
    private readonly LaneClaims _claims;
    private readonly QueueCellLayout* _cell;
    private readonly bool _isOnly;
    private readonly int _prefetch;
    private readonly long _words;
    private readonly long _mostWords;
    private readonly int _bits;
    private int _own;

    // Where the position is stored before the program has a message, and how: Next of a hand, or Head of a lane.
    private long* _cursor;
    private int _cursorShift;
    private long _cursorHand;
    private long _end;
    private long _serial;
    private long _first;

    // What makes a position of a place, up to where records are taken without a further look, the upper half of the next one's word, and how long the last one was.
    private long _lap;
    private byte* _fast;
    private int _stamp;
    private long _usual;

    // Of values the same: below which place one begins that is taken so, its whole word, how many bytes each takes, and from where on those that were taken are not yet in Serial.
    private readonly int _valueBytes;
    private byte* _fastValues;
    private long _valueWord;
    private byte* _counted;
    private int _lane;
    private int _current = -1;
    private bool _isRedelivered;

    /// <param name="memory">The queue.</param>
    /// <param name="table">Its hands.</param>
    /// <param name="claims">This participant's claims.</param>
    /// <param name="slot">This participant's slot.</param>
    /// <param name="prefetch">How many messages to claim at once at most.</param>
    /// <exception cref="InvalidOperationException">There is no hand for it.</exception>
    public LaneReader(QueueMemory memory, HandTable table, LaneClaims claims, int slot, int prefetch)
        : base(memory.Name)
    {
        _memory = memory;
        _table = table;
        _claims = claims;
        _cell = memory.Cell(slot);
        _isOnly = memory.HasOnlyReader;
        _prefetch = prefetch;
        _words = memory.LaneWords;
        _mostWords = memory.MostRunWords;
        _bits = memory.LaneBits;
        _valueBytes = memory.TypeSize > 0 ? (int)LaneRecord.BytesFor(memory.TypeSize) : 0;
        _own = table.TryTake(forLease: false);
        if (_own < 0)
        {
            // What others left has taken the hands that there are: then this reader begins with that.
            _own = table.TryAdopt(0);
            BeginRun(_own >= 0 ? _own : throw memory.NoHand(), isRedelivered: true);
        }
        else
        {
            _cursor = &memory.Hand(_own)->Next;

            // Nowhere yet: there has to be a place, and nothing can be taken there.
            Aim(0);
        }

        // The gate, which has not had a place until now, has one.
        Leave();
    }

    /// <summary>Whether what was taken last had been claimed by another reader before, which died or left.</summary>
    public bool IsRedelivered => _isRedelivered;

    public override long Serial => _serial;

    public override long Taken
    {
        get
        {
            Count();
            return _serial;
        }
    }

    /// <summary>Whether something claimed has not been taken yet.</summary>
    public bool HasMore => !IsOpen && Next != _end;

    private long Next => PositionOf(Place);

    // Whether records are claimed one by one, by the only reader.
    private bool IsOpen => _cursorShift != 0;

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
            if (LaneRecord.StampOf(word) == _stamp && size <= _fast - place)
            {
                var usual = _usual;
                if (size != usual)
                {
                    _usual = usual = LaneRecord.Unusual(size);
                }

                (message, length) = ((nint)(place + LaneRecord.WordSize), LaneRecord.LengthOf(word));
                place += usual;
                _serial++;
                Advance(place);
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
        if (Volatile.Read(ref *(long*)place) != _valueWord)
        {
            LeaveAt(place);
            return false;
        }

        LaneRecord.CopyOut(place + LaneRecord.WordSize, out value);
        place += LaneRecord.BytesFor(sizeof(T));
        Advance(place);
        LeaveAt(place);
        return true;
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

        if (count > 0)
        {
            Place = place;
            Advance(place);
        }

        return count;
    }

    /// <summary>Takes the next message of what is claimed.</summary>
    /// <param name="message">Where it lies.</param>
    /// <param name="length">How many bytes it has.</param>
    public bool TryTake(out nint message, out int length)
    {
        (message, length) = (0, 0);
        var next = Next;
        if (_current < 0 || next >= _end || (IsOpen && Volatile.Read(ref *_memory.Word(_lane, next)) == 0))
        {
            return false;
        }

        Count();
        message = LaneWalk.Take(_memory, _lane, ref next, IsOpen ? next + _words : _end, out length);

        // Aimed first: the next may lie in the next lap, and a place is a position of the lap that was aimed at.
        Aim(next);
        _serial++;
        Advance(Place);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long PositionOf(byte* place) => _lap + ((long)place >> LaneRecord.WordShift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(byte* next) =>

        // release: before the program has the message, so that whoever finds this reader dead does not give it to another
        Volatile.Write(ref *_cursor, (PositionOf(next) << _cursorShift) | _cursorHand);

    // Of values, which lie side by side, those that were taken since the last time.
    private void Count()
    {
        if (_valueBytes > 0)
        {
            _serial += (Place - _counted) / _valueBytes;
            _counted = Place;
        }
    }

    // After the next came round the ring, or there is more to take.
    private void Aim(long next)
    {
        var at = next & (_words - 1);
        var ring = _memory.Ring(_lane);
        _lap = next - at - ((long)ring >> LaneRecord.WordShift);
        Place = _counted = ring + (at * LaneRecord.WordSize);

        // The last of a run is not taken without a further look: it may be the last of all.
        TakeFastBefore(Place + (Math.Min((IsOpen ? _end : _end - 1) - next, _words - at) * LaneRecord.WordSize));
        _stamp = LaneRecord.StampOf(next, _bits, LaneRecord.Message);
        _valueWord = LaneRecord.Of(_memory.TypeSize, _stamp);
    }

    // No value where those are too long for it, or messages have any length.
    private void TakeFastBefore(byte* limit)
    {
        _fast = limit;
        _fastValues = _valueBytes is > 0 and <= LaneMarks.MostBytes ? limit - _valueBytes + 1 : null;
    }
}
