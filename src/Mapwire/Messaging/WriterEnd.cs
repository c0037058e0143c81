using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The writing end of a queue: a participant with a lane of its own.</summary>
internal sealed class WriterEnd : IDisposable
{
    private const int PausesBetweenLooks = 32;
    private readonly QueueCore _core;
    private readonly LaneWriter _lane;
    private readonly LaneClaims? _claims;
    private readonly int _hand = -1;
    private readonly HandTable _hands;
    private readonly Func<bool> _looksRoomy;
    private int _reserved;

    public WriterEnd(QueueHandle handle)
    {
        Handle = handle;
        _core = handle.Core;
        _looksRoomy = _core.WriteGate.LooksRoomy;
        try
        {
            handle.RecoverDead();
            var memory = _core.Memory;
            _lane = LaneWriter.TryTake(memory, handle.Slot) ?? throw NoLane();
            handle.End = _lane;
            _core.WriteGate.Lane = _lane;
            _hands = new HandTable(memory, handle.Slot);
            if (memory.FullMode == QueueFullMode.DropOldest)
            {
                _claims = new LaneClaims(memory);
                _hand = _hands.TakeAny();
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public QueueHandle Handle { get; }

    /// <summary>The lane.</summary>
    public LaneWriter Lane => _lane;

    public int MostBytes => _core.Memory.MostMessageBytes;

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
            if (_core.IsCompleted || (!_lane.TryReserve(length, out offset) && !(TryDropOldest(length) && _lane.TryReserve(length, out offset))))
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

    public Memory<byte> MemoryOf(long offset, int length) => _core.Region.View.AsMemory(offset, length);

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
            throw Completed();
        }
    }

    /// <summary>What to throw where a message was not written.</summary>
    public Exception NoRoom(TimeSpan timeout) => IsCompleted ? Completed() : Throw.NoRoomInTime(Handle.Name, timeout);

    public bool TryComplete(string error) => _core.TryComplete(error);

    public void Dispose() => Handle.Dispose();

    /// <summary>Wakes the next reader that waits.</summary>
    public void TellReaders() => _core.TellReaders();

    /// <summary>Writes a message where <see cref="LaneWriter.TryWriteFast(ReadOnlySpan{byte}, out bool)"/> does not.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryWriteSlowly(ReadOnlySpan<byte> message)
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
                if (_core.Memory.FullMode == QueueFullMode.Wait)
                {
                    return false;
                }

                if (!TryDropOldest(message.Length))
                {
                    _lane.CountDropped(1);
                    return true;
                }

                _ = _lane.TryWrite(message);
            }

            _core.Published();
            return true;
        }
        finally
        {
            _lane.Leave();
        }
    }

    private QueueCompletedException Completed() => new(Handle.Name, _core.Error);

    private bool TryDropOldest(int length)
    {
        while (_claims is not null && _lane.WouldFitEmptied(length) && _claims.TryClaim(_lane.Number, _hand, 1, 0))
        {
            _hands.LetGo(_hand);
            _core.Emptied();
            _lane.CountDropped(1);
            if (_lane.HasRoom(length))
            {
                return true;
            }
        }

        return false;
    }

    private InvalidOperationException NoLane()
    {
        var memory = _core.Memory;
        var who = string.Join(", ", memory.Owners().Select(slot => Participant.Read(_core.Region.View, slot)).Select(one =>
            string.Create(CultureInfo.InvariantCulture, $"{one.Name} (process {one.ProcessId})")));
        return new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"{Handle.Name} has room for {memory.Lanes} writers, and all of it is taken, by {who}. Close some, or create it with more MaxWriters."));
    }
}
