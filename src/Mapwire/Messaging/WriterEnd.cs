using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The writing end of a queue or a topic: a participant with a lane of its own.</summary>
internal sealed class WriterEnd : IDisposable
{
    private const int PausesBetweenLooks = 32;
    private readonly LaneCore _core;
    private readonly LaneWriter _lane;
    private readonly QueueFullMode _fullMode;
    private readonly LaneDropper? _dropper;
    private readonly Func<bool> _looksRoomy;
    private int _reserved;

    public WriterEnd(LaneHandle handle)
    {
        Handle = handle;
        _core = handle.Lanes;
        _looksRoomy = _core.WriteGate.LooksRoomy;
        try
        {
            handle.RecoverDead();
            _lane = LaneWriter.TryTake(_core.Lanes, handle.Slot) ?? throw NoLane();
            handle.End = _lane;
            _core.WriteGate.Lane = _lane;
            _fullMode = _core is QueueCore queue ? queue.Memory.FullMode : QueueFullMode.Wait;
            if (_fullMode == QueueFullMode.DropOldest)
            {
                _dropper = new LaneDropper((QueueCore)_core, _lane);
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public LaneHandle Handle { get; }

    /// <summary>The number of its lane.</summary>
    public int Lane => _lane.Number;

    /// <summary>Behind what it has written; for its own thread.</summary>
    public long Position => _lane.Tail;

    /// <summary>Where a message of so many bytes is going to end that is published next; for its own thread.</summary>
    public long PositionBehind(int length) => _lane.TailBehind(length);

    public bool IsClosed => _lane.IsClosed;

    public int MostBytes => _core.Lanes.MostMessageBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        if (!_lane.TryWriteFast(message, out var mustTell))
        {
            return TryWriteSlowly(message);
        }

        if (mustTell)
        {
            _core.TellReaders();
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite<T>(in T message)
        where T : unmanaged
    {
        if (!_lane.TryWriteFast(message, out var mustTell))
        {
            return TryWriteSlowly(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in message)));
        }

        if (mustTell)
        {
            _core.TellReaders();
        }

        return true;
    }

    /// <summary>Writes as many as there is room for; readers are woken once.</summary>
    public int TryWrite<T>(ReadOnlySpan<T> messages)
        where T : unmanaged
    {
        _lane.Enter();
        try
        {
            var count = 0;
            if (!_core.IsCompleted)
            {
                while (count < messages.Length)
                {
                    var written = _lane.WriteRun(messages[count..]);
                    if (written == 0 && !_lane.TryWrite(MemoryMarshal.AsBytes(messages.Slice(count, 1))))
                    {
                        break;
                    }

                    count += Math.Max(written, 1);
                }
            }

            return count;
        }
        finally
        {
            // Whoever must be told is told of those that were written, whatever ended the rest.
            try
            {
                _core.Published();
            }
            finally
            {
                _lane.Leave();
            }
        }
    }

    /// <summary>Reserves room for a message that is written in place; nobody else may write until it is published or dropped.</summary>
    public bool TryClaim(int length, out long offset)
    {
        _lane.Enter();
        var isClaimed = false;
        try
        {
            offset = 0;
            if (_core.IsCompleted || (!_lane.TryReserve(length, out offset) && !(TryMakeRoom(length) && _lane.TryReserve(length, out offset))))
            {
                return false;
            }

            _reserved = length;
            isClaimed = true;
            return true;
        }
        finally
        {
            if (isClaimed)
            {
                _lane.LeaveWithClaim();
            }
            else
            {
                _lane.Leave();
            }
        }
    }

    /// <summary>Enters to publish the open claim, and more; nothing is taken apart before <see cref="Leave"/>.</summary>
    public void EnterClaim() => _lane.EnterClaim();

    /// <summary>Publishes the open claim with this message, for who is inside. It is copied only now, so that a reader that looks does not take the line from this side in between.</summary>
    public void PublishInside<T>(in T message)
        where T : unmanaged
    {
        _lane.PublishReserved(_reserved, message);
        _core.Published();
    }

    public void Leave() => _lane.Leave();

    public void Publish(int length)
    {
        _lane.EnterClaim();
        try
        {
            _lane.PublishReserved(_reserved, length);
            _core.Published();
        }
        finally
        {
            _lane.Leave();
        }
    }

    /// <summary>Drops the open claim: nothing of it was ever to be seen.</summary>
    public void Abort() => _lane.DropClaim();

    public Span<byte> PlaceOf(long offset, int length) => _core.Region.View.AsSpan(offset, length);

    public Memory<byte> MemoryOf(long offset, int length) => _core.Region.Lend(offset, length);

    /// <summary>Waits until a message of so many bytes has room; false when the time is over.</summary>
    public bool AwaitRoom(int length, Deadline deadline)
    {
        _lane.RequireFits(length);
        _core.WriteGate.Wanted = length;
        return Handle.Await(_core.WriteGate, _core.WriteLine, deadline, _looksRoomy, PausesBetweenLooks);
    }

    /// <summary>Waits until a try may be worth it; false when the time is over, or nothing may be written any more.</summary>
    public bool AwaitMoreRoom(int length, Deadline deadline) => !IsCompleted && AwaitRoom(length, deadline) && !deadline.IsOver;

    /// <summary>The same without a thread; false when nothing may be written any more.</summary>
    public ValueTask<bool> AwaitRoomAsync(int length, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _lane.RequireFits(length);
        _core.WriteGate.Wanted = length;
        return _core.WriteLine.WaitAsync(cancellation);
    }

    public bool IsCompleted
    {
        get
        {
            using var use = _core.Use();
            return _core.IsCompleted;
        }
    }

    public void RequireOpen()
    {
        if (IsCompleted)
        {
            throw _core.Completed();
        }
    }

    /// <summary>What to throw where a message was not written.</summary>
    public Exception NoRoom(TimeSpan timeout) => IsCompleted ? _core.Completed() : Throw.NoRoomInTime(Handle.Name, timeout);

    /// <summary>Drops the oldest message of its own that nobody has claimed, where that is wanted.</summary>
    public bool TryDropOldest() => _dropper is not null && _dropper.TryDropOne();

    /// <summary>Counts a message that is not written, where that is wanted; false where it is not, or nothing may be written any more.</summary>
    public bool TryDropNewest()
    {
        _lane.Enter();
        try
        {
            if (_fullMode == QueueFullMode.Wait || _core.IsCompleted)
            {
                return false;
            }

            _lane.CountDropped(1);
            return true;
        }
        finally
        {
            _lane.Leave();
        }
    }

    public bool TryComplete(string error) => _core.TryComplete(error);

    public void Dispose() => Handle.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryWriteSlowly(ReadOnlySpan<byte> message)
    {
        _lane.Enter();
        try
        {
            if (_core.IsCompleted)
            {
                return false;
            }

            if (!_lane.TryWrite(message))
            {
                if (TryMakeRoom(message.Length))
                {
                    _ = _lane.TryWrite(message);
                }
                else if (_fullMode == QueueFullMode.Wait)
                {
                    return false;
                }
                else
                {
                    _lane.CountDropped(1);
                    return true;
                }
            }

            _core.Published();
            return true;
        }
        finally
        {
            _lane.Leave();
        }
    }

    // By dropping what is oldest, where that is wanted; and who has died keeps no room.
    private bool TryMakeRoom(int length) => (_core.TryFreeFromDead(_lane.Number) && _lane.HasRoom(length)) || (_dropper is not null && _dropper.TryDrop(length));

    private InvalidOperationException NoLane()
    {
        var who = _core.Lanes.Owners().Select(slot => Participant.Read(_core.Region.View, slot)).Select(one =>
            string.Create(CultureInfo.InvariantCulture, $"{one.Name} (process {one.ProcessId})"));
        return _core.Lanes.NoLane(string.Join(", ", who));
    }
}
