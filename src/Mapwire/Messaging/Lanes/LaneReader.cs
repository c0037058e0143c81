using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The reading end of a queue's lanes for one participant, for one thread at a time.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Queue". A message costs a load of its word and a store of Next in the hand, which is a line of this reader's own; a claim, which is an exchange on
/// a line that only readers write, is made for many messages at once where there are many.
/// </remarks>
internal sealed unsafe class LaneReader : LaneEnd
{
    private readonly QueueMemory _memory;
    private readonly HandTable _table;
    private readonly LaneClaims _claims;
    private readonly QueueCellLayout* _cell;
    private readonly int _prefetch;
    private readonly long _words;
    private readonly int _bits;
    private readonly int _own;
    private HandLayout* _hand;
    private byte* _ring;
    private long _next;
    private long _end;
    private long _serial;
    private long _usual;
    private long _first;
    private int _lane;
    private int _current = -1;

    /// <param name="memory">The queue.</param>
    /// <param name="table">Its hands.</param>
    /// <param name="claims">This participant's claims.</param>
    /// <param name="slot">This participant's slot.</param>
    /// <param name="prefetch">How many messages to claim at once at most.</param>
    /// <param name="hand">A hand of its own.</param>
    public LaneReader(QueueMemory memory, HandTable table, LaneClaims claims, int slot, int prefetch, int hand)
        : base(memory.Name)
    {
        _memory = memory;
        _table = table;
        _claims = claims;
        _cell = memory.Cell(slot);
        _prefetch = prefetch;
        _words = memory.LaneWords;
        _bits = memory.LaneBits;
        _own = hand;
        _hand = memory.Hand(hand);
        _ring = memory.Ring(0);
    }

    /// <summary>Whether what was taken last had been claimed by another reader before, which died or left.</summary>
    public bool IsRedelivered => _current >= 0 && _current != _own;

    /// <summary>How many messages were taken: the number of the one that was taken last.</summary>
    public long Serial => _serial;

    /// <summary>Whether something claimed has not been taken yet.</summary>
    public bool HasMore => Volatile.Read(ref _next) != Volatile.Read(ref _end);

    /// <summary>Takes the next message of what is claimed, if that takes nothing but looking at its word.</summary>
    /// <param name="message">Where it lies.</param>
    /// <param name="length">How many bytes it has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeFast(out nint message, out int length)
    {
        Enter();
        var next = _next;
        var place = _ring + ((next & (_words - 1)) * LaneRecord.WordSize);
        var isTaken = false;
        message = (nint)(place + LaneRecord.WordSize);
        length = 0;
        if (next < _end)
        {
            var word = *(long*)place;
            length = LaneRecord.LengthOf(word);
            var words = LaneRecord.WordsFor(length);
            if (LaneRecord.MarkOf(word) == LaneRecord.MarkOf(next, _bits, LaneRecord.Message) && words <= Math.Min(_words - (next & (_words - 1)), _end - next))
            {
                var usual = _usual;
                if (words != usual)
                {
                    _usual = usual = LaneRecord.Unusual(words);
                }

                next += usual;
                _next = next;
                _serial++;

                // release: before the program has it, so that whoever finds this reader dead does not give it to another
                Volatile.Write(ref _hand->Next, next);
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
        if (_next == _end)
        {
            return false;
        }

        var next = _next;
        message = LaneWalk.Take(_memory, _lane, ref next, _end, out length);
        _next = next;
        _serial++;
        Volatile.Write(ref _hand->Next, next);
        return true;
    }

    /// <summary>Lets go of what was claimed, if all of it was taken, and claims more: first what others left, then from the lanes in turn.</summary>
    /// <param name="freed">The lane in which there is room now; -1 for none.</param>
    public bool TryClaim(out int freed)
    {
        freed = LetGo();
        if (_table.TryAdopt() is >= 0 and var orphan)
        {
            Begin(orphan);
            return true;
        }

        for (int i = 1, used = _memory.LanesUsed; i <= used; i++)
        {
            if (_claims.TryClaim((_lane + i) % used, _own, _prefetch, 0))
            {
                Begin(_own);
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets go of what was claimed, if all of it was taken.</summary>
    /// <returns>The lane in which there is room now; -1 for none.</returns>
    public int LetGo()
    {
        if (_current < 0 || _next != _end)
        {
            return -1;
        }

        Volatile.Write(ref _cell->Read, _cell->Read + (_serial - _first));
        if (_current == _own)
        {
            _table.LetGo(_own);
        }
        else
        {
            Volatile.Write(ref _cell->Redelivered, _cell->Redelivered + (_serial - _first));
            _table.Free(_current);
        }

        _current = -1;
        return _lane;
    }

    private void Begin(int hand)
    {
        var shared = _memory.Hand(hand);
        (_next, _end, _lane) = HandTable.Read(_memory, hand);
        _hand = shared;
        _current = hand;
        _ring = _memory.Ring(_lane);
        _first = _serial;
    }
}
