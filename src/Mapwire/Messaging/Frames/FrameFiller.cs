using System.Diagnostics;
using System.Globalization;

namespace Mapwire;

/// <summary>The writing end of a topic or a queue of frames: takes a slot together with the room for what tells of it.</summary>
/// <remarks>For one thread at a time, as <see cref="WriterEnd"/>, of which a claim is open while a slot is filled.</remarks>
internal sealed class FrameFiller : IDisposable
{
    // 1 ms.
    private static readonly long _ticksBetweenLooks = Stopwatch.Frequency / 1000;

    private readonly LaneHandle _handle;
    private readonly LaneCore _core;
    private readonly FramePool _pool;

    // Of a queue, which is told before the record is there where that is going to end.
    private readonly QueueFramePool? _foretold;
    private readonly int _recordBytes;
    private int _slot;
    private long _nextLook;

    // How often a slot was taken and given back or published: odd while there is one.
    private long _use;

    public FrameFiller(LaneHandle handle, int recordBytes)
    {
        _handle = handle;
        _core = handle.Lanes;
        _pool = handle.RequirePool();
        _foretold = _pool as QueueFramePool;
        _recordBytes = recordBytes;
        End = new WriterEnd(handle);
    }

    public WriterEnd End { get; }

    public FrameMemory Memory => _pool.Memory;

    /// <summary>The number of the lease that is open.</summary>
    public long Use => _use;

    /// <summary>Takes a slot, and room for a message; false where one is not to be had.</summary>
    /// <param name="mayWait">Whether who asks waits then, and so sees to the dead.</param>
    public bool TryTake(bool mayWait = false)
    {
        if (!End.TryClaim(_recordBytes, out _))
        {
            return false;
        }

        var isTaken = false;
        try
        {
            using var use = _core.Use();
            isTaken = _pool.TryTake(_handle.Slot, out _slot) || (!mayWait && TryTakeOfDead()) || TryTakeOfOldest();
            _use += isTaken ? 1 : 0;
            return isTaken;
        }
        finally
        {
            if (!isTaken)
            {
                End.Abort();
            }
        }
    }

    /// <summary>Waits until a try may be worth it; false when the time is over, or nothing may be published any more.</summary>
    public bool AwaitMore(Deadline deadline) => End.AwaitMoreRoom(_recordBytes, deadline);

    public ValueTask<bool> AwaitMoreAsync(CancellationToken cancellation) => End.AwaitRoomAsync(_recordBytes, cancellation);

    public bool IsOpen(long use) => use == _use && !End.IsClosed;

    public Span<byte> Bytes => _core.Region.View.AsSpan(Memory.OffsetOf(_slot), Memory.Bytes);

    public Memory<byte> BytesAsMemory => _core.Region.Lend(Memory.OffsetOf(_slot), Memory.Bytes);

    public void Publish<TMeta>(in TMeta meta, int length)
        where TMeta : unmanaged
    {
        End.EnterClaim();
        try
        {
            _use++;
            _foretold?.Foretell(_slot, End.Lane, End.PositionBehind(_recordBytes));
            var message = new FrameMessage<TMeta>
            {
                Record = new FrameRecordLayout { Slot = _slot, Length = length, Generation = _pool.Publish(_slot) },
                Meta = meta,
            };
            End.PublishInside(message);
            _pool.Told(_slot, End.Lane, End.Position);
        }
        finally
        {
            End.Leave();
        }
    }

    /// <summary>Gives the slot back, of which nothing is to be seen.</summary>
    public void Abort()
    {
        _use++;
        if (_core.TryUse(out var use))
        {
            using (use)
            {
                _pool.GiveBack(_slot);
            }
        }

        End.Abort();
    }

    /// <summary>Refuses what never fits.</summary>
    public void RequireFits(int length)
    {
        if (length > Memory.Bytes)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"A frame of {length} bytes does not fit into {_handle.Name}, whose frames have {Memory.Bytes} at most. Create it with more FrameBytes."));
        }
    }

    /// <summary>What to throw where there was no slot.</summary>
    public Exception NoFrame(TimeSpan timeout)
    {
        if (End.IsCompleted)
        {
            return _core.Completed();
        }

        using var use = _core.Use();
        return _foretold is not null && _pool.LooksFree() ? Throw.NoRoomInTime(_handle.Name, timeout) : new TimeoutException(string.Create(
            CultureInfo.InvariantCulture,
            $"There was no frame to fill in {_handle.Name} within {timeout.TotalSeconds} s. Of its {Memory.Count}: {FrameLook.Tell(_core.Lanes, Memory, _core.Region.View)}."));
    }

    public List<FrameSlotInfo> Slots()
    {
        using var use = _core.Use();
        return FrameLook.Slots(_core.Lanes, Memory);
    }

    public void Dispose() => End.Dispose();

    // Whatever is dropped for it may be another's at once: then the next.
    private bool TryTakeOfOldest()
    {
        while (End.TryDropOldest())
        {
            if (_pool.TryTake(_handle.Slot, out _slot))
            {
                return true;
            }
        }

        return false;
    }

    // What the dead had can be had once they are recovered. Who asks on and on for what the living have does not ask the system about them each time.
    private bool TryTakeOfDead()
    {
        var now = Stopwatch.GetTimestamp();
        if (now < _nextLook)
        {
            return false;
        }

        _nextLook = now + _ticksBetweenLooks;
        _handle.RecoverDead();
        return _pool.TryTake(_handle.Slot, out _slot);
    }
}
