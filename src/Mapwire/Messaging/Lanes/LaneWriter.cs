using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The writing end of a lane, for one thread at a time.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Lane". The record's word is 0 until it is published, and the word behind it is made 0 before that, so that a reader
/// that has read all finds 0, never bytes of an earlier lap.
/// <code>
///   Write   1 room, by Bound if what is known does not do   2 the bytes   3 the word behind = 0   4 the word, release   5 Tail and Written
///   Pad     as 2 to 4 at the ring's beginning, then the pad's word at the old place, release
///   Succeed 1 Owner: 0 -> slot + 1   2 over everything published from Tail on
/// </code>
/// </remarks>
internal sealed unsafe class LaneWriter : LaneEnd
{
    private readonly QueueMemory _memory;
    private readonly QueueLayout* _queue;
    private readonly LaneLayout* _lane;
    private readonly byte* _ring;
    private readonly long _words;
    private readonly int _bits;
    private readonly long _mostWords;
    private long _tail;
    private long _limit;
    private long _written;
    private long _bound;

    private LaneWriter(QueueMemory memory, int lane)
        : base(memory.Name)
    {
        _queue = memory.Queue;
        _memory = memory;
        _lane = memory.Lane(lane);
        _ring = memory.Ring(lane);
        _words = memory.LaneWords;
        _bits = memory.LaneBits;
        _mostWords = LaneRecord.WordsFor(memory.MostMessageBytes);
        Number = lane;
    }

    public int Number { get; }

    public ref int WriterWaits => ref _lane->WriterWaits;

    /// <summary>Takes the first lane that nobody writes; null where all are taken.</summary>
    public static LaneWriter? TryTake(QueueMemory memory, int slot)
    {
        for (var lane = 0; lane < memory.Lanes; lane++)
        {
            // Full fence: pairs with the release of Owner by who had it before, whose last stores are seen from here on.
            if (Interlocked.CompareExchange(ref memory.Lane(lane)->Owner, slot + 1, 0) == 0)
            {
                QueueMemory.Raise(ref memory.Queue->LanesUsed, lane + 1);
                var writer = new LaneWriter(memory, lane);
                writer.Succeed();
                return writer;
            }
        }

        return null;
    }

    /// <summary>Publishes a message, if that takes nothing but writing it: there is room, and no reader waits and must be told.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWriteFast(ReadOnlySpan<byte> message)
    {
        Enter();
        var words = LaneRecord.WordsFor(message.Length);
        var isWritten = HasFastRoom(words);
        if (isWritten)
        {
            var record = _ring + ((_tail & (_words - 1)) * LaneRecord.WordSize);
            message.CopyTo(new Span<byte>(record + LaneRecord.WordSize, message.Length));
            Publish(record, message.Length, words);
        }

        Leave();
        return isWritten;
    }

    /// <summary>The same for a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWriteFast<T>(in T message)
        where T : unmanaged
    {
        Enter();
        var words = LaneRecord.WordsFor(sizeof(T));
        var isWritten = HasFastRoom(words);
        if (isWritten)
        {
            var record = _ring + ((_tail & (_words - 1)) * LaneRecord.WordSize);
            Unsafe.WriteUnaligned(record + LaneRecord.WordSize, message);
            Publish(record, sizeof(T), words);
        }

        Leave();
        return isWritten;
    }

    /// <summary>Publishes a message if there is room.</summary>
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        if (!HasRoom(LaneRecord.WordsFor(message.Length)))
        {
            return false;
        }

        var at = _tail & (_words - 1);
        var place = LaneRecord.WordsFor(message.Length) > _words - at ? 0 : at;
        message.CopyTo(new Span<byte>(_ring + (place * LaneRecord.WordSize) + LaneRecord.WordSize, message.Length));
        PublishReserved(message.Length, message.Length);
        return true;
    }

    /// <summary>Where a message of at most so many bytes may be written; the offset is in the region. Nothing is changed until it is published.</summary>
    public bool TryReserve(int length, out long offset)
    {
        var words = LaneRecord.WordsFor(length);
        if (!HasRoom(words))
        {
            offset = 0;
            return false;
        }

        var at = _tail & (_words - 1);
        offset = _memory.RingOffset(Number) + ((words > _words - at ? 0 : at) * LaneRecord.WordSize) + LaneRecord.WordSize;
        return true;
    }

    /// <summary>Publishes what was reserved and written in place, which may be shorter than was reserved.</summary>
    /// <param name="reserved">What was reserved.</param>
    /// <param name="length">What was written.</param>
    public void PublishReserved(int reserved, int length)
    {
        var at = _tail & (_words - 1);
        if (LaneRecord.WordsFor(reserved) > _words - at)
        {
            PublishBehindPad(at, length);
        }
        else
        {
            Publish(_ring + (at * LaneRecord.WordSize), length, LaneRecord.WordsFor(length));
        }
    }

    /// <summary>Whether a record of so many bytes can be written now.</summary>
    public bool HasRoomFor(int length) => HasRoom(LaneRecord.WordsFor(length));

    /// <summary>The same as a look: nothing of this end is changed, so that another thread may look for the one that waits.</summary>
    public bool WouldFit(int length)
    {
        var words = LaneRecord.WordsFor(length);
        var toEnd = _words - (_tail & (_words - 1));
        var used = _tail - LaneBound.Of(_memory, Number, _bound, _tail);
        return (words <= toEnd ? words : toEnd + words) < _words - used;
    }

    public void CountDropped(long count) => Volatile.Write(ref _lane->Dropped, _lane->Dropped + count);

    /// <summary>Gives the lane up; what is in it stays for the readers, and another may write on.</summary>
    public void Release() => Volatile.Write(ref _lane->Owner, 0); // release: everything written comes before; pairs with the exchange in TryTake

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasFastRoom(long words) =>
        _tail + words < _limit && words <= _words - (_tail & (_words - 1)) && _queue->Completed == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish(byte* record, int length, long words)
    {
        var tail = _tail;
        *(long*)(_ring + (((tail + words) & (_words - 1)) * LaneRecord.WordSize)) = 0;

        // release: the bytes and the 0 behind come before; pairs with the acquire in LaneWalk
        Volatile.Write(ref *(long*)record, LaneRecord.Of(length, LaneRecord.MarkOf(tail, _bits, LaneRecord.Message)));
        tail += words;
        _tail = tail;
        _lane->Tail = tail;
        _lane->Written = ++_written;
    }

    private void PublishBehindPad(long at, int length)
    {
        var pad = _words - at;
        var words = LaneRecord.WordsFor(length);
        var start = _tail + pad;
        *(long*)(_ring + (words * LaneRecord.WordSize)) = 0;
        Volatile.Write(ref *(long*)_ring, LaneRecord.Of(length, LaneRecord.MarkOf(start, _bits, LaneRecord.Message)));

        // release: the record comes before; a reader comes to it by this word only
        Volatile.Write(
            ref *(long*)(_ring + (at * LaneRecord.WordSize)), LaneRecord.Of((int)((pad - 1) * LaneRecord.WordSize), LaneRecord.MarkOf(_tail, _bits, LaneRecord.Pad)));
        _tail = start + words;
        _lane->Tail = _tail;
        _lane->Written = ++_written;
    }

    // The record, a pad before it where it does not fit before the ring's end, and the word behind it.
    private bool HasRoom(long words)
    {
        if (words > _mostWords)
        {
            ThrowTooLong(words);
        }

        var toEnd = _words - (_tail & (_words - 1));
        var wanted = words <= toEnd ? words : toEnd + words;
        if (_tail + wanted < _limit)
        {
            return true;
        }

        _bound = LaneBound.Of(_memory, Number, _bound, _tail);
        _limit = _bound + _words;
        _lane->HighWater = Math.Max(_lane->HighWater, _tail - _bound);
        return _tail + wanted < _limit;
    }

    // What a predecessor that was killed has published after it wrote Tail last is counted here.
    private void Succeed()
    {
        _tail = _lane->Tail;
        _written = _lane->Written;
        var end = _tail + _words;
        while (_tail < end)
        {
            var at = _tail & (_words - 1);
            var word = *(long*)(_ring + (at * LaneRecord.WordSize));
            if (word == 0)
            {
                _bound = _tail - _words;
                _limit = _tail;
                return;
            }

            var words = LaneRecord.WordsFor(LaneRecord.LengthOf(word));
            var kind = LaneRecord.MarkOf(word) & 0xFF;
            if (LaneRecord.MarkOf(word) != LaneRecord.MarkOf(_tail, _bits, kind) || kind is not (LaneRecord.Message or LaneRecord.Pad) || words > _words - at)
            {
                break;
            }

            _tail += words;
            _written += kind == LaneRecord.Message ? 1 : 0;
            _lane->Written = _written;
            Volatile.Write(ref _lane->Tail, _tail);
        }

        throw LaneWalk.Damage(_memory, Number, _tail);
    }

    [DoesNotReturn]
    private void ThrowTooLong(long words) => throw new ArgumentException(
        $"A message of {(words - 1) * LaneRecord.WordSize} bytes does not fit into {_memory.Name}, whose messages have {_memory.MostMessageBytes} at most: half of its capacity for each writer, {_memory.LaneBytes} bytes. Create it with more Capacity.");
}
