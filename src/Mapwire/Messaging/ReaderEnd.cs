using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The reading end of a queue: a participant with a hand of its own, and one for each lease.</summary>
internal sealed partial class ReaderEnd : IDisposable
{
    private readonly QueueCore _core;
    private readonly LaneReader _lanes;
    private readonly LaneLeases _leases;
    private readonly ReadPacing _pacing;

    public ReaderEnd(QueueHandle handle, int prefetch)
    {
        Handle = handle;
        _core = handle.Core;
        try
        {
            handle.RecoverDead();
            var memory = _core.Memory;
            RequireOnly(memory);
            var hands = new HandTable(memory, handle.Slot);
            var claims = new LaneClaims(memory);
            _lanes = new LaneReader(memory, hands, claims, handle.Slot, prefetch);
            handle.End = _lanes;
            _pacing = new ReadPacing(handle, _lanes);
            _leases = new LaneLeases(memory, hands, claims, handle.Slot);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public QueueHandle Handle { get; }

    /// <summary>The reading end of the lanes.</summary>
    public LaneReader Lanes => _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out nint message, out int length) => _lanes.TryTakeFast(out message, out length) || TryReadSlowly(out message, out length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead<T>(out T message)
        where T : unmanaged => _lanes.TryTakeFast(out message) || TryReadSlowly(out message);

    public int TryRead<T>(Span<T> messages)
        where T : unmanaged
    {
        _lanes.Enter();
        try
        {
            var count = 0;
            while (count < messages.Length)
            {
                var taken = _lanes.TakeRun(messages[count..]);
                if (taken == 0)
                {
                    if (!TryNext(out var message, out var length))
                    {
                        break;
                    }

                    messages[count] = Value<T>(message, length);
                    taken = 1;
                }

                count += taken;
            }

            return count;
        }
        finally
        {
            _lanes.Leave();
        }
    }

    /// <summary>Waits until a try may be worth it; false when the time is over, or nothing will ever come.</summary>
    public bool AwaitMore(Deadline deadline) => !IsFinished && _pacing.Await(deadline) && !deadline.IsOver;

    public bool WaitToRead(Deadline deadline)
    {
        LetGo();
        return LooksReady || (!IsFinished && _pacing.Await(deadline) && !IsFinished);
    }

    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellation)
    {
        LetGo();
        return !cancellation.IsCancellationRequested && LooksReady ? new ValueTask<bool>(true) : _core.ReadLine.WaitAsync(cancellation);
    }

    public string Error => _core.Error;

    public QueueCompletedException Completed() => new(Handle.Name, Error);

    public void RequireNoError()
    {
        if (Error.Length > 0)
        {
            throw Completed();
        }
    }

    /// <summary>What to throw where nothing came.</summary>
    public Exception Nothing(TimeSpan timeout) => IsFinished ? Completed() : Throw.NothingInTime(Handle.Name, timeout);

    public void Dispose() => Handle.Dispose();

    // Whether there is nothing to read and never will be.
    private bool IsFinished
    {
        get
        {
            using var use = _core.Use();
            return _core.IsFinished();
        }
    }

    private bool LooksReady
    {
        get
        {
            using var use = _core.Use();
            return _lanes.HasMore || _core.LooksReady();
        }
    }

    // Of the message that was read last: who waits for another must not keep the room that its writer waits for.
    private void LetGo()
    {
        _lanes.Enter();
        try
        {
            _core.Freed(_lanes.LetGoOfTaken());
        }
        finally
        {
            _lanes.Leave();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadSlowly(out nint message, out int length)
    {
        _lanes.Enter();
        try
        {
            return TryNext(out message, out length);
        }
        finally
        {
            _lanes.Leave();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadSlowly<T>(out T message)
        where T : unmanaged
    {
        _lanes.Enter();
        try
        {
            var isTaken = TryNext(out var place, out var length);
            message = isTaken ? Value<T>(place, length) : default;
            return isTaken;
        }
        finally
        {
            _lanes.Leave();
        }
    }

    // A length is checked, for who wrote it may be wrong.
    private unsafe T Value<T>(nint message, int length)
        where T : unmanaged => length == sizeof(T)
        ? Unsafe.ReadUnaligned<T>((void*)message)
        : throw Throw.Damaged(Handle.Name, "length of a message", length.ToString(CultureInfo.InvariantCulture), sizeof(T).ToString(CultureInfo.InvariantCulture));

    private bool TryNext(out nint message, out int length)
    {
        if (!_lanes.TryTake(out message, out length))
        {
            var isClaimed = _lanes.TryClaim(out var freed);
            _core.Freed(freed);
            if (!isClaimed)
            {
                return false;
            }

            _core.PassOn();
            if (!_lanes.TryTake(out message, out length))
            {
                return false;
            }
        }

        if (!_lanes.HasMore)
        {
            _core.Emptied();
        }

        return true;
    }

    private unsafe void RequireOnly(QueueMemory memory)
    {
        if ((memory.Flags & QueueLayout.OneReader) != 0
            && Interlocked.CompareExchange(ref memory.Queue->Reader, Handle.Slot + 1, 0) is > 0 and var other)
        {
            var who = Participant.Read(_core.Region.View, Math.Clamp(other - 1, 0, memory.Slots - 1));
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{Handle.Name} has one reader at a time, and that is {who.Name} (process {who.ProcessId}). Close it, or create the queue without SingleReader."));
        }
    }
}
