using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The reading end of a topic of frames: reads what tells of a frame, holds the frame, and only then goes on.</summary>
/// <remarks>One thread reads; frames may be let go of by any.</remarks>
internal sealed unsafe class FrameHolder : IDisposable
{
    // Of each word with which this participant holds a frame: how often it was used, times 4, and what it is.
    private const int Held = 1;
    private const int Leaving = 2;
    private const int Next = 4;
    private readonly long[] _uses = new long[FrameHoldsLayout.Most];
    private readonly TopicHandle _handle;
    private readonly TopicCore _core;
    private readonly TopicFramePool _pool;
    private readonly TopicReader _lanes;

    // Of each lane: frames from this one on were published after it joined; whether it has had or told of one of an earlier time.
    private readonly long[] _promised;
    private readonly bool[] _hasBegun;
    private readonly bool _isBlocking;
    private readonly int _slot;
    private readonly int _count;
    private readonly int _bytes;

    public FrameHolder(TopicHandle handle, TopicOptions options)
    {
        _handle = handle;
        _core = handle.Core;
        _isBlocking = options.Policy == SubscriberPolicy.Block;
        _pool = (TopicFramePool)handle.RequirePool();
        (_slot, _count, _bytes) = (handle.Slot, Memory.Count, Memory.Bytes);
        End = SubscriberEnd.Of(handle, options);
        _lanes = End.Lanes;
        _promised = new long[_core.Memory.Lanes];
        _hasBegun = new bool[_core.Memory.Lanes];
        try
        {
            Join();
        }
        catch
        {
            End.Dispose();
            throw;
        }
    }

    public SubscriberEnd End { get; }

    public FrameMemory Memory => _pool.Memory;

    /// <summary>How many frames are held.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (ref var use in _uses.AsSpan())
            {
                count += (Volatile.Read(ref use) & Held) != 0 ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Reads what tells of the next frame that can be had, and holds it.</summary>
    /// <exception cref="InvalidOperationException">As many are held as can be.</exception>
    public bool TryRead<TMeta>(out Frame<TMeta> frame)
        where TMeta : unmanaged
    {
        _lanes.Enter();
        try
        {
            var index = FreeWord();
            for (var look = 0L; look < _core.Memory.LaneWords && End.TryReadInside(out var message, out var length); look++)
            {
                var record = Record(message, length, FrameMessages<TMeta>.Size);
                var meta = Unsafe.ReadUnaligned<TMeta>((byte*)message + FrameRecordLayout.RecordSize);
                var (lane, sequence, lostFrom) = (_lanes.Lane, _lanes.Sequence, _lanes.LostFrom);
                if (TryHold(index, record, lane, sequence))
                {
                    // Publishers may know that it was read, now that it is held.
                    LetGoOfRecord();
                    _hasBegun[lane] = true;
                    var use = _uses[index] + Held;
                    Volatile.Write(ref _uses[index], use);
                    frame = new Frame<TMeta>(this, index, use, Memory.OffsetOf(record.Slot), record.Length, meta, lane, sequence, lostFrom);
                    return true;
                }

                Miss(lane, sequence, lostFrom);
                LetGoOfRecord();
            }

            frame = default;
            return false;
        }
        finally
        {
            _lanes.Leave();
        }
    }

    public bool IsHeld(int index, long use) => !_lanes.IsClosed && Volatile.Read(ref _uses[index]) == use;

    public ReadOnlySpan<byte> Bytes(long offset, int length) => new((byte*)_core.Region.View.Address + offset, length);

    public ReadOnlyMemory<byte> BytesAsMemory(long offset, int length) => _core.Region.Lend(offset, length);

    /// <summary>Lets go of a frame, once.</summary>
    public void LetGo(int index, long use)
    {
        if (Interlocked.CompareExchange(ref _uses[index], use - Held + Leaving, use) != use)
        {
            return;
        }

        // What is closed holds nothing any more.
        if (_core.TryUse(out var region))
        {
            using (region)
            {
                _pool.LetGo(_handle.Slot, index);
            }
        }

        Volatile.Write(ref _uses[index], use - Held + Next);
    }

    public void Dispose() => End.Dispose();

    // What is published from here on it is to have: who publishes sees the cursors. What was published before may be gone.
    private void Join()
    {
        _lanes.Enter();
        try
        {
            // Pairs with the fence in FramePool.TryTake.
            Interlocked.MemoryBarrier();
            for (var lane = 0; lane < _promised.Length; lane++)
            {
                _promised[lane] = LaneMarks.End(_core.Memory, lane).Written;
            }
        }
        finally
        {
            _lanes.Leave();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LetGoOfRecord()
    {
        var lane = _lanes.GoOn();
        if (_isBlocking)
        {
            _core.Freed(lane);
        }
    }

    private int FreeWord() => (Volatile.Read(ref _uses[0]) & (Held | Leaving)) == 0 ? 0 : LaterFreeWord();

    private int LaterFreeWord()
    {
        for (var index = 0; index < _uses.Length; index++)
        {
            if ((Volatile.Read(ref _uses[index]) & (Held | Leaving)) == 0)
            {
                return index;
            }
        }

        throw new InvalidOperationException(
            $"This subscriber on {End.Name} holds {_uses.Length} frames, and no subscriber holds more at once. Dispose of those that are done, or copy them.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FrameRecordLayout Record(nint message, int length, int size)
    {
        var record = length == size ? Unsafe.ReadUnaligned<FrameRecordLayout>((void*)message) : throw Damage("length of a message", length, size, size);
        if ((uint)record.Slot >= (uint)_count || (uint)record.Length > (uint)_bytes)
        {
            ThrowDamaged(record);
        }

        return record;
    }

    [DoesNotReturn]
    private void ThrowDamaged(in FrameRecordLayout record) => throw ((uint)record.Slot >= (uint)_count
        ? Damage("slot of a frame", record.Slot, 0, _count - 1)
        : Damage("length of a frame", record.Length, 0, _bytes));

    // Where publishers wait for this subscriber what it is promised is there: until its cursor goes on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryHold(int index, in FrameRecordLayout record, int lane, long sequence)
    {
        if (!_isBlocking || sequence < _promised[lane])
        {
            return _pool.TryHold(_slot, index, record.Slot, record.Generation);
        }

        _pool.Hold(_slot, index, record.Slot, record.Generation);
        return true;
    }

    // Its frame is another's. What was published before it joined it has not lost, until it has had something of that time.
    private void Miss(int lane, long sequence, long first)
    {
        var isPromised = sequence >= _promised[lane];
        if (isPromised || _hasBegun[lane] || first != sequence)
        {
            _hasBegun[lane] = true;
            _lanes.Lose(first, isPromised);
        }
        else
        {
            _lanes.Skip();
        }
    }

    private InvalidRegionException Damage(string field, int found, int least, int most) => _core.Memory.Damage(
        field, found, least == most ? most.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));
}
