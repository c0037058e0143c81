using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>The writing end of a lane, for one thread at a time.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Lane". The record's word is 0 until it is published, and the word behind it is made 0 before that, so that a reader
/// that has read all finds 0, never bytes of an earlier lap.
/// <code>
///   Write   1 room, by Bound if what is known does not do   2 the word behind = 0   3 the bytes   4 the word, release   5 Tail and Written
///   Pad     as 2 to 4 at the ring's beginning, then the pad's word at the old place, release
///   Succeed 1 Owner: 0 -> slot + 1   2 over everything published from Tail on
/// </code>
/// </remarks>
internal sealed unsafe class LaneWriter : LaneEnd
{
    private readonly QueueMemory _memory;
    private readonly bool _fences = !RemoteFence.TakesPart;
    private readonly QueueLayout* _queue;
    private readonly LaneLayout* _lane;
    private readonly byte* _ring;
    private readonly long _words;
    private readonly int _bits;
    private readonly long _mostWords;
    private long _tail;
    private long _limit;
    private long _bound;

    // Of the record at Tail: where it lies, up to where a record is written without a further look, and the upper half of its word.
    private byte* _place;
    private long _fast;
    private long _mark;

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
            if (Volatile.Read(ref memory.Lane(lane)->Owner) != 0)
            {
                continue;
            }

            QueueMemory.Raise(ref memory.Queue->LanesUsed, lane + 1);

            // Full fence: pairs with the exchange of Owner by who recovered the one before, whose last stores are seen from here on.
            if (Interlocked.CompareExchange(ref memory.Lane(lane)->Owner, slot + 1, 0) == 0)
            {
                var writer = new LaneWriter(memory, lane);
                writer.Succeed();
                return writer;
            }
        }

        return null;
    }

    /// <summary>Publishes a message, if that takes nothing but writing it.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="mustTell">Whether a reader waits and must be told.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWriteFast(ReadOnlySpan<byte> message, out bool mustTell)
    {
        Enter();
        var words = LaneRecord.WordsFor(message.Length);
        var isWritten = _tail + words < _fast && words <= _mostWords && _queue->Completed == 0;
        if (isWritten)
        {
            var place = _place;
            *(long*)(place + (words * LaneRecord.WordSize)) = 0;
            LaneRecord.Copy(message, place + LaneRecord.WordSize);
            Publish(place, message.Length, words);
        }

        mustTell = isWritten && MustTell();
        Leave();
        return isWritten;
    }

    /// <summary>The same for a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWriteFast<T>(in T message, out bool mustTell)
        where T : unmanaged
    {
        Enter();
        var words = LaneRecord.WordsFor(sizeof(T));
        var isWritten = _tail + words < _fast && _queue->Completed == 0;
        if (isWritten)
        {
            var place = _place;
            *(long*)(place + (words * LaneRecord.WordSize)) = 0;
            LaneRecord.Copy(message, place + LaneRecord.WordSize);
            Publish(place, sizeof(T), words);
        }

        mustTell = isWritten && MustTell();
        Leave();
        return isWritten;
    }

    /// <summary>Publishes a message if there is room.</summary>
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        if (!HasRoom(message.Length))
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
        if (!HasRoom(length))
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
            var words = LaneRecord.WordsFor(length);
            *(long*)(_ring + (((at + words) & (_words - 1)) * LaneRecord.WordSize)) = 0;
            Publish(_place, length, words);
            Aim();
        }
    }

    /// <summary>Whether a message can be written now: the record, a pad before it where it does not fit before the ring's end, and the word behind it.</summary>
    public bool HasRoom(int length)
    {
        RequireFits(length);
        var words = LaneRecord.WordsFor(length);
        var toEnd = _words - (_tail & (_words - 1));
        var wanted = words <= toEnd ? words : toEnd + words;
        if (_tail + wanted < _limit)
        {
            return true;
        }

        _bound = LaneBound.Of(_memory, Number, _bound, _tail, _tail);
        _limit = _bound + _words;
        Aim();
        _lane->HighWater = Math.Max(_lane->HighWater, _tail - _bound);
        return _tail + wanted < _limit;
    }

    /// <summary>A quarter of the lane.</summary>
    public int RoomyBytes => (int)Math.Min(int.MaxValue / 2, _words * LaneRecord.WordSize / 4);

    /// <summary>HasRoom as a look: nothing of this end is changed, so that another thread may look for the one that waits.</summary>
    public bool WouldFit(int length)
    {
        var words = LaneRecord.WordsFor(length);
        var toEnd = _words - (_tail & (_words - 1));
        var used = _tail - LaneBound.Of(_memory, Number, _bound, _tail, long.MaxValue);
        return (words <= toEnd ? words : toEnd + words) < _words - used;
    }

    /// <summary>Whether it would fit if no reader had it still to claim.</summary>
    public bool WouldFitEmptied(int length)
    {
        var words = LaneRecord.WordsFor(length);
        var toEnd = _words - (_tail & (_words - 1));
        return (words <= toEnd ? words : toEnd + words) < _words - (_tail - LaneBound.OfHands(_memory, Number, _bound, _tail));
    }

    /// <summary>Refuses what never fits.</summary>
    public void RequireFits(int length)
    {
        if (LaneRecord.WordsFor(length) > _mostWords)
        {
            ThrowTooLong(length);
        }
    }

    public void CountDropped(long count) => Volatile.Write(ref _lane->Dropped, _lane->Dropped + count);

    // No fence where the fences of waiting readers reach this process; see RemoteFence.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MustTell()
    {
        if (_fences)
        {
            Interlocked.MemoryBarrier();
        }

        return Flag.IsRaised(Volatile.Read(ref _queue->ReadersWait));
    }

    // The word behind is 0 already: it came first, so that the last that is written is the line in which a reader looks for this word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish(byte* place, int length, long words)
    {
        // release: the bytes and the 0 behind come before; pairs with the acquires in LaneWalk and LaneReader
        Volatile.Write(ref *(long*)place, _mark | (uint)length);
        _place = place + (words * LaneRecord.WordSize);
        _tail += words;
        _lane->Tail = _tail;
        _lane->Written++;
    }

    // After Tail came round the ring, or there is more room.
    private void Aim()
    {
        var at = _tail & (_words - 1);
        _place = _ring + (at * LaneRecord.WordSize);
        _fast = Math.Min(_limit, _tail + _words - at);
        _mark = LaneRecord.Of(0, LaneRecord.MarkOf(_tail, _bits, LaneRecord.Message));
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
        _lane->Written++;
        Aim();
    }

    // What a predecessor that was killed has published after it wrote Tail last is counted here.
    private void Succeed()
    {
        _tail = _lane->Tail;
        var end = _tail + _words;
        while (_tail < end)
        {
            var at = _tail & (_words - 1);
            var word = *(long*)(_ring + (at * LaneRecord.WordSize));
            if (word == 0)
            {
                _bound = _tail - _words;
                _limit = _tail;
                Aim();
                return;
            }

            var words = LaneRecord.WordsFor(LaneRecord.LengthOf(word));
            var kind = LaneRecord.MarkOf(word) & 0xFF;
            if (LaneRecord.MarkOf(word) != LaneRecord.MarkOf(_tail, _bits, kind) || kind is not (LaneRecord.Message or LaneRecord.Pad) || words > _words - at)
            {
                break;
            }

            _tail += words;
            _lane->Written += kind == LaneRecord.Message ? 1 : 0;
            Volatile.Write(ref _lane->Tail, _tail);
        }

        throw LaneWalk.Damage(_memory, Number, _tail);
    }

    [DoesNotReturn]
    private void ThrowTooLong(int length) => throw new ArgumentException(
        $"A message of {length} bytes does not fit into {_memory.Name}, whose messages have {_memory.MostMessageBytes} at most: half of its capacity for each writer, {_memory.LaneBytes} bytes. Create it with more Capacity.");
}
