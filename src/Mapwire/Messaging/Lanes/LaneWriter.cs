using System.Runtime.CompilerServices;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>The writing end of a lane, for one thread at a time.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Lane". The record's word is 0 until it is published, and the word behind it is made 0 before that, so that a reader
/// that has read all finds 0, never bytes of an earlier lap.
/// <code>
///   Write   1 room, by Bound if what is known does not do   2 the word behind = 0   3 the bytes   4 the word, release
///   Pad     as 2 to 4 at the ring's beginning, then the pad's word at the old place, release
///   Several 1 room for all   2 the bytes and the words of all but the first   3 the word behind the last = 0   4 the bytes of the first   5 its word, release
///   Mark    after each stretch of words, and with 1 where that looks at Bound: see LaneMarks
///   Succeed 1 Owner: 0 -> slot + 1   2 over everything published from the mark's Tail on   3 the mark, and only then what is kept of it
/// </code>
/// </remarks>
internal sealed unsafe partial class LaneWriter : LaneEnd
{
    private readonly LaneMemory _memory;
    private readonly bool _fences = !RemoteFence.TakesPart;
    private readonly LaneSharedLayout* _shared;
    private readonly LaneLayout* _lane;
    private readonly byte* _ring;
    private readonly long _words;
    private readonly int _bits;
    private readonly long _stretch;
    private readonly int _mostFast;
    private long _limit;
    private long _bound;
    private long _written;
    private long _marked;

    // What makes a position of a place, up to where a record is written without a further look, and the upper half of its word.
    private long _lap;
    private byte* _fast;
    private long _stamp;

    // Of values: below which place one begins that is written so, how many bytes each takes, and from where on those that were written are not yet counted.
    private readonly int _valueBytes;
    private byte* _fastValues;
    private byte* _counted;

    private LaneWriter(LaneMemory memory, int lane)
        : base(memory.Name)
    {
        _shared = memory.Shared;
        _memory = memory;
        _lane = memory.Lane(lane);
        _ring = memory.Ring(lane);
        _words = memory.LaneWords;
        _bits = memory.LaneBits;
        _stretch = LaneMarks.StretchOf(_words);
        _mostFast = Math.Min(memory.MostMessageBytes, LaneMarks.MostBytes - LaneRecord.WordSize);
        _valueBytes = memory.TypeSize > 0 ? (int)LaneRecord.BytesFor(memory.TypeSize) : 0;
        Number = lane;
    }

    public int Number { get; }

    public ref int WriterWaits => ref _lane->WriterWaits;

    /// <summary>Where the next record begins, in words since the lane was made.</summary>
    public long Tail => PositionOf(Place);

    /// <summary>Takes the first lane that nobody writes; null where all are taken.</summary>
    public static LaneWriter? TryTake(LaneMemory memory, int slot)
    {
        for (var lane = 0; lane < memory.Lanes; lane++)
        {
            if (Volatile.Read(ref memory.Lane(lane)->Owner) != 0)
            {
                continue;
            }

            LaneMemory.Raise(ref memory.Shared->LanesUsed, lane + 1);

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
        var size = LaneRecord.BytesFor(message.Length);
        var isWritten = false;
        mustTell = false;
        if (message.Length <= _mostFast && TryEnterBefore(_fast - size, out var place))
        {
            if (_shared->Completed == 0)
            {
                *(long*)(place + size) = 0;
                LaneRecord.Copy(message, place + LaneRecord.WordSize);
                Publish(place, message.Length);
                place += size;
                _written++;
                mustTell = MustTell();
                isWritten = true;
            }

            LeaveAt(place);
        }

        return isWritten;
    }

    /// <summary>The same for a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWriteFast<T>(in T message, out bool mustTell)
        where T : unmanaged
    {
        mustTell = false;
        if (!TryEnterBefore(_fastValues, out var place))
        {
            return false;
        }

        if (_shared->Completed != 0)
        {
            LeaveAt(place);
            return false;
        }

        var size = LaneRecord.BytesFor(sizeof(T));
        *(long*)(place + size) = 0;
        LaneRecord.Copy(message, place + LaneRecord.WordSize);
        Publish(place, sizeof(T));
        mustTell = MustTell();
        LeaveAt(place + size);
        return true;
    }

    /// <summary>Publishes a message if there is room.</summary>
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        if (!HasRoom(message.Length))
        {
            return false;
        }

        var at = Tail & (_words - 1);
        var place = LaneRecord.WordsFor(message.Length) > _words - at ? 0 : at;
        message.CopyTo(new Span<byte>(_ring + (place * LaneRecord.WordSize) + LaneRecord.WordSize, message.Length));
        PublishReserved(message.Length, message.Length);
        return true;
    }

    /// <summary>Publishes values, as many as that takes nothing but writing them: the word of the first comes last, so that readers come to all of them at once.</summary>
    /// <returns>How many.</returns>
    public int WriteRun<T>(ReadOnlySpan<T> messages)
        where T : unmanaged
    {
        var size = LaneRecord.BytesFor(sizeof(T));
        var first = Place;
        if (first >= _fastValues)
        {
            return 0;
        }

        var count = (int)Math.Min(messages.Length, (_fast - first - 1) / size);

        var place = first + size;
        for (var i = 1; i < count; i++)
        {
            LaneRecord.Copy(messages[i], place + LaneRecord.WordSize);
            *(long*)place = _stamp | (uint)sizeof(T);
            place += size;
        }

        *(long*)place = 0;
        LaneRecord.Copy(messages[0], first + LaneRecord.WordSize);
        Publish(first, sizeof(T));
        Place = place;
        return count;
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

        var at = Tail & (_words - 1);
        offset = _memory.RingOffset(Number) + ((words > _words - at ? 0 : at) * LaneRecord.WordSize) + LaneRecord.WordSize;
        return true;
    }

    /// <summary>Publishes a message for which a place was reserved.</summary>
    /// <param name="reserved">What was reserved.</param>
    /// <param name="message">The message.</param>
    public void PublishReserved<T>(int reserved, in T message)
        where T : unmanaged
    {
        var at = Tail & (_words - 1);
        var place = LaneRecord.WordsFor(reserved) > _words - at ? _ring : Place;
        LaneRecord.Copy(message, place + LaneRecord.WordSize);
        PublishReserved(reserved, sizeof(T));
    }

    /// <summary>Publishes what was reserved and written in place, which may be shorter than was reserved.</summary>
    /// <param name="reserved">What was reserved.</param>
    /// <param name="length">What was written.</param>
    public void PublishReserved(int reserved, int length)
    {
        var place = Place;
        var size = LaneRecord.BytesFor(length);
        if (length <= _mostFast && place < _fast - LaneRecord.BytesFor(reserved))
        {
            // As in the fast way.
            *(long*)(place + size) = 0;
            Publish(place, length);
            Place = place + size;
            _written += _valueBytes > 0 ? 0 : 1;
            return;
        }

        var at = Tail & (_words - 1);
        if (LaneRecord.WordsFor(reserved) > _words - at)
        {
            PublishBehindPad(at, length);
        }
        else
        {
            var words = size >> LaneRecord.WordShift;
            *(long*)(_ring + (((at + words) & (_words - 1)) * LaneRecord.WordSize)) = 0;
            Publish(Place, length);
            _written++;
            Aim(Tail + words);
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

        return Flag.IsRaised(Volatile.Read(ref _shared->ReadersWait));
    }

    // The word behind is 0 already: it came first, so that the last that is written is the line in which a reader looks for this word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish(byte* place, int length) =>

        // release: the bytes and the 0 behind come before; pairs with the acquires in LaneWalk and LaneReader
        Volatile.Write(ref *(long*)place, _stamp | (uint)length);

    private void PublishBehindPad(long at, int length)
    {
        var pad = _words - at;
        var words = LaneRecord.WordsFor(length);
        var tail = Tail;
        var start = tail + pad;
        *(long*)(_ring + (words * LaneRecord.WordSize)) = 0;
        Volatile.Write(ref *(long*)_ring, LaneRecord.Of(length, LaneRecord.StampOf(start, _bits, LaneRecord.Message)));

        // release: the record comes before; a reader comes to it by this word only
        Volatile.Write(
            ref *(long*)(_ring + (at * LaneRecord.WordSize)), LaneRecord.Of((int)((pad - 1) * LaneRecord.WordSize), LaneRecord.StampOf(tail, _bits, LaneRecord.Pad)));
        _written++;
        Aim(start + words);
    }

    private long PositionOf(byte* place) => _lap + ((long)place >> LaneRecord.WordShift);

    // What a predecessor that was killed has published behind its last mark is counted here.
    private void Succeed()
    {
        var mark = LaneMarks.Read(in *_lane);
        var tail = mark.Tail;
        (_marked, _written) = (tail, mark.Written);
        var end = tail + _words;
        while (tail < end)
        {
            var at = tail & (_words - 1);
            var word = *(long*)(_ring + (at * LaneRecord.WordSize));
            if (word == 0)
            {
                _bound = tail - _words;
                _limit = tail;

                // The mark first: none that is kept lies behind it.
                Aim(tail);
                _memory.Succeeded(Number, new LaneMarkLayout { Tail = tail, Written = _written });

                // The gate, which has not had a place until now, has one.
                Leave();
                return;
            }

            var words = LaneRecord.WordsOf(word);
            var kind = LaneRecord.StampOf(word) & 0xFF;
            if (LaneRecord.StampOf(word) != LaneRecord.StampOf(tail, _bits, kind) || kind is not (LaneRecord.Message or LaneRecord.Pad) || words > _words - at)
            {
                break;
            }

            tail += words;
            _written += kind == LaneRecord.Message ? 1 : 0;
        }

        throw LaneWalk.Damage(_memory, Number, tail);
    }
}
