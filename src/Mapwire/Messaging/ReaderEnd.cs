using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The reading end of a queue: a participant with a hand of its own, and one for each lease.</summary>
internal sealed partial class ReaderEnd : IDisposable
{
    // After so many messages without a wait a reader that comes near to the writer lets more gather; and after so many where there is nothing.
    private const int LongBurst = 256;
    private const int Burst = 16;

    // The longest that messages are let gather, in so many pauses each time; and how often in turn the writer may have made no mark meanwhile.
    private const int MostGatherings = 8;
    private const int PausesOfGathering = 64;
    private const int MostStill = 2;
    private const int QuickLooks = 128;
    private readonly QueueCore _core;
    private readonly LaneReader _lanes;
    private readonly LaneLeases _leases;
    private readonly Func<bool> _looksOpen;
    private long _before;
    private long _mark;

    public ReaderEnd(QueueHandle handle, int prefetch)
    {
        Handle = handle;
        _core = handle.Core;
        _looksOpen = _core.ReadGate.LooksOpen;
        try
        {
            handle.RecoverDead();
            var memory = _core.Memory;
            RequireOnly(memory);
            var hands = new HandTable(memory, handle.Slot);
            var claims = new LaneClaims(memory);
            _lanes = new LaneReader(memory, hands, claims, handle.Slot, prefetch);
            handle.End = _lanes;
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
    public bool AwaitMore(Deadline deadline) => !IsFinished && Await(deadline) && !deadline.IsOver;

    public bool WaitToRead(Deadline deadline)
    {
        LetGo();
        return LooksReady || (!IsFinished && Await(deadline) && !IsFinished);
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

    // Until there may be something to read; false when the time is over.
    private bool Await(Deadline deadline)
    {
        if (Handle.Waiting != WaitStrategy.Park)
        {
            _lanes.Enter();
            GatherAfter(Burst);
            _before = _lanes.Taken;
            _lanes.Leave();
            if (LooksReadySoon())
            {
                return true;
            }
        }

        return Handle.Await(_core.ReadGate, _core.ReadLine, deadline, _looksOpen, 1);
    }

    // The writer is at it, and each look takes from it the line that it is writing: it writes many while this reader does not look. So if so many messages came since the last
    // time, let some gather, as long as it goes on writing and there is room.
    private void GatherAfter(int burst)
    {
        var taken = _lanes.Taken;
        if (taken - _before < burst)
        {
            return;
        }

        _before = taken;
        var waiting = _lanes.AheadOf(_lanes.Marked);
        for (int times = 0, still = 0; times < MostGatherings && still < MostStill && waiting < _lanes.Plenty; times++)
        {
            for (var pause = 0; pause < PausesOfGathering; pause++)
            {
                Spinning.Pause();
            }

            var before = waiting;
            waiting = _lanes.AheadOf(_lanes.Marked);
            still = waiting == before ? still + 1 : 0;
        }
    }

    // Who follows close behind a writer that is writing takes its lines from it, though there always is something. Where the mark has not moved since the last claim it is not writing.
    private void GatherWhereNear()
    {
        var mark = _lanes.Marked;
        if (mark != _mark && Handle.Waiting != WaitStrategy.Park && _lanes.AheadOf(mark) < LaneMarks.MostWords)
        {
            GatherAfter(LongBurst);
        }

        _mark = mark;
    }

    private bool LooksReadySoon()
    {
        for (var look = 0; look < QuickLooks; look++)
        {
            if (_lanes.LooksReadyHere())
            {
                return true;
            }

            Spinning.Pause();
        }

        return false;
    }

    /// <summary>Reads a message where <see cref="LaneReader.TryTakeFast(out nint, out int)"/> has none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryReadSlowly(out nint message, out int length)
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

    /// <summary>The same for a value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryReadSlowly<T>(out T message)
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
            GatherWhereNear();

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
