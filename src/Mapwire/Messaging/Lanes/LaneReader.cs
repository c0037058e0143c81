using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The reading end of a queue's lanes for one participant, for one thread at a time.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Queue". What is claimed is a run of records: a message then costs a load of its word and a store of Next in the hand, which is a line of this
/// reader's own. The only reader of a queue claims one message at a time, by a store of Head, and lets many go at once.
/// </remarks>
internal sealed unsafe partial class LaneReader : LaneEnd
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
    private long _next;
    private long _end;
    private long _serial;
    private long _first;

    // Of the record at Next: where it lies, up to where records are taken without a further look, the upper half of its word, and how long the last one was.
    private byte* _place;
    private long _fast;
    private int _mark;
    private long _usual;
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
        }
    }

    /// <summary>Whether what was taken last had been claimed by another reader before, which died or left.</summary>
    public bool IsRedelivered => _isRedelivered;

    /// <summary>The number of the message that was taken last, as long as it may be used.</summary>
    public long Serial => _serial;

    /// <summary>Whether something claimed has not been taken yet.</summary>
    public bool HasMore => !IsOpen && Volatile.Read(ref _next) != Volatile.Read(ref _end);

    // Whether records are claimed one by one, by the only reader.
    private bool IsOpen => _cursorShift != 0;

    /// <summary>Takes the next message, if that takes nothing but looking at its word.</summary>
    /// <param name="message">Where it lies.</param>
    /// <param name="length">How many bytes it has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeFast(out nint message, out int length)
    {
        Enter();
        var next = _next;
        var place = _place;
        var isTaken = false;
        message = (nint)(place + LaneRecord.WordSize);
        length = 0;
        if (next < _fast)
        {
            // acquire: pairs with the release in LaneWriter
            var word = Volatile.Read(ref *(long*)place);
            var words = LaneRecord.WordsFor(LaneRecord.LengthOf(word));
            if (LaneRecord.MarkOf(word) == _mark && words <= _fast - next)
            {
                var usual = _usual;
                if (words != usual)
                {
                    _usual = usual = LaneRecord.Unusual(words);
                }

                length = LaneRecord.LengthOf(word);
                _place = place + (usual * LaneRecord.WordSize);
                Advance(next + usual);
                isTaken = true;
            }
        }

        Leave();
        return isTaken;
    }

    /// <summary>The same for a value, which is copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeFast<T>(out T value)
        where T : unmanaged
    {
        Enter();
        var next = _next;
        var words = LaneRecord.WordsFor(sizeof(T));
        var isTaken = false;
        Unsafe.SkipInit(out value);
        if (words <= _fast - next)
        {
            var place = _place;

            // acquire: pairs with the release in LaneWriter
            var word = Volatile.Read(ref *(long*)place);
            if (word == LaneRecord.Of(sizeof(T), _mark))
            {
                value = Unsafe.ReadUnaligned<T>(place + LaneRecord.WordSize);
                _place = place + (words * LaneRecord.WordSize);
                Advance(next + words);
                isTaken = true;
            }
        }

        Leave();
        return isTaken;
    }

    /// <summary>Takes the next message of what is claimed.</summary>
    /// <param name="message">Where it lies.</param>
    /// <param name="length">How many bytes it has.</param>
    public bool TryTake(out nint message, out int length)
    {
        (message, length) = (0, 0);
        if (_current < 0 || _next >= _end || (IsOpen && Volatile.Read(ref *_memory.Word(_lane, _next)) == 0))
        {
            return false;
        }

        var next = _next;
        message = LaneWalk.Take(_memory, _lane, ref next, IsOpen ? next + _words : _end, out length);
        Advance(next);
        Aim();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(long next)
    {
        _next = next;
        _serial++;

        // release: before the program has the message, so that whoever finds this reader dead does not give it to another
        Volatile.Write(ref *_cursor, (next << _cursorShift) | _cursorHand);
    }

    // After Next came round the ring, or there is more to take.
    private void Aim()
    {
        var at = _next & (_words - 1);
        _place = (byte*)_memory.Word(_lane, _next);

        // The last of a run is not taken without a further look: it may be the last of all.
        _fast = Math.Min(IsOpen ? _end : _end - 1, _next + _words - at);
        _mark = LaneRecord.MarkOf(_next, _bits, LaneRecord.Message);
    }
}
