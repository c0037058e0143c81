using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>A queue or a topic as one participant takes part in it: who waits, who is told, and the end of it all.</summary>
/// <remarks>The protocol is in docs/protocols.md, "Lane", "Queue" and "Topic".</remarks>
internal abstract unsafe class LaneCore : Waitable
{
    private readonly LaneMemory _memory;
    private readonly RemoteLook _look;

    /// <param name="region">The region.</param>
    /// <param name="memory">Where its parts lie.</param>
    /// <param name="type">What its messages must be.</param>
    /// <exception cref="InvalidRegionException">It holds other messages.</exception>
    protected LaneCore(Region region, LaneMemory memory, MessageType? type)
        : base(region)
    {
        _memory = memory;
        MessageType.Require(region.Header, memory, type);
        ReadGate = new ReadGate(this);
        WriteGate = new WriteGate(this);
        ReadLine = NewLine<bool>(ReadGate);
        WriteLine = NewLine<bool>(WriteGate);
        _look = new RemoteLook(this);
    }

    /// <summary>Where the lanes lie.</summary>
    public LaneMemory Lanes => _memory;

    public ReadGate ReadGate { get; }

    public WriteGate WriteGate { get; }

    public WaitLine<bool> ReadLine { get; }

    public WaitLine<bool> WriteLine { get; }

    /// <summary>Whether nothing more may be written.</summary>
    public bool IsCompleted => Volatile.Read(ref _memory.Shared->Completed) == LaneSharedLayout.Done;

    /// <summary>What Complete was given; empty for nothing.</summary>
    public string Error
    {
        get
        {
            using var use = Use();
            return ErrorOf(_memory);
        }
    }

    /// <summary>Whether this process makes its own fences, since those of others do not reach it.</summary>
    protected bool Fences { get; } = !RemoteFence.TakesPart;

    /// <summary>What to throw where nothing more can be written, or nothing more will ever come.</summary>
    public abstract InvalidOperationException Completed();

    /// <summary>Gives up what this participant needs no longer, while what it has lent is still its own.</summary>
    public virtual void Part()
    {
    }

    /// <summary>Whether there may be something to read; a look without a write.</summary>
    public abstract bool LooksReady();

    /// <summary>Whether nothing will come any more.</summary>
    public abstract bool IsFinished();

    /// <summary>Recovers those for whom the writer of a lane waits, if they are dead; says whether any was.</summary>
    public virtual bool TryFreeFromDead(int lane) => false;

    /// <summary>Somebody leaves the bell to read who had been rung: another may have use for what it was rung for.</summary>
    public abstract void PassOn();

    public static string ErrorOf(LaneMemory memory)
    {
        var length = Math.Clamp(Volatile.Read(ref memory.Shared->ErrorLength), 0, LaneSharedLayout.MostErrorBytes);
        return Encoding.UTF8.GetString(new ReadOnlySpan<byte>(memory.Error, length));
    }

    /// <summary>Rings this participant's own bells: who waits looks again.</summary>
    public void RingMine()
    {
        _ = Region.TryRing(BellOf(0));
        _ = Region.TryRing(BellOf(QueueCellLayout.WriteBellOffset));
    }

    /// <summary>After a record was published: wakes who waits to read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Published()
    {
        // No fence where the fences of waiting readers reach this process; see RemoteFence.
        if (Fences)
        {
            Interlocked.MemoryBarrier();
        }

        if (Flag.IsRaised(Volatile.Read(ref _memory.Shared->ReadersWait)))
        {
            TellReaders();
        }
    }

    /// <summary>Wakes who waits to read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void TellReaders()
    {
        // Who closes tells everybody.
        if (!TryUse(out var use))
        {
            return;
        }

        using (use)
        {
            RingReaders();
        }
    }

    /// <summary>Says that this participant waits, and makes sure that everybody either has been seen or sees it.</summary>
    public void Announce(ref int flag)
    {
        Flag.Raise(ref flag);
        if (!RemoteFence.TryIssue())
        {
            _look.Begin();
        }
    }

    /// <summary>Says that this participant waits for something to read.</summary>
    public void AnnounceReader() => Announce(ref _memory.Shared->ReadersWait);

    /// <summary>Ends it for all writers; false where somebody has before.</summary>
    public bool TryComplete(string error)
    {
        using var use = Use();
        ref var completed = ref _memory.Shared->Completed;
        if (Interlocked.CompareExchange(ref completed, LaneSharedLayout.CompletingBy(Region.Slot), 0) != 0)
        {
            return false;
        }

        _ = Utf8.FromUtf16(error, new Span<byte>(_memory.Error, LaneSharedLayout.MostErrorBytes), out _, out var length);
        Volatile.Write(ref _memory.Shared->ErrorLength, length);
        MarkCompleted();
        return true;
    }

    /// <summary>After a frame may have become one that nobody needs: wakes those that wait for one.</summary>
    public void FreedFrame()
    {
        if (_memory.Frames is not { } frames)
        {
            return;
        }

        // As in Published.
        if (Fences)
        {
            Interlocked.MemoryBarrier();
        }

        if (Flag.IsRaised(Volatile.Read(ref frames.Pool->Waits)))
        {
            TellFillers(ref frames.Pool->Waits);
        }
    }

    public long BellOf(int offset) => _memory.CellOf(Region.Slot) + offset;

    /// <summary>Wakes who waits to read, as the pattern wants it.</summary>
    protected abstract void RingReaders();

    /// <summary>After records were let go of: wakes the lane's writer if it waits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void FreedIn(int lane)
    {
        if (Fences)
        {
            Interlocked.MemoryBarrier();
        }

        if (Flag.IsRaised(Volatile.Read(ref _memory.Lane(lane)->WriterWaits)))
        {
            TellWriter(lane);
        }
    }

    /// <summary>Makes the bells of a participant that has gone idle, and its lanes free.</summary>
    protected void RecoverLanes(int slot)
    {
        var cell = _memory.CellOf(slot);
        _ = Interlocked.Exchange(ref Region.Int(cell), Bell.Idle);
        _ = Interlocked.Exchange(ref Region.Int(cell + QueueCellLayout.WriteBellOffset), Bell.Idle);
        for (var lane = 0; lane < _memory.Lanes; lane++)
        {
            // release: what the dead wrote comes before; pairs with the exchange of its successor
            _ = Interlocked.CompareExchange(ref _memory.Lane(lane)->Owner, 0, slot + 1);
        }
    }

    /// <summary>Completes what a participant that has gone was about to complete.</summary>
    protected void RecoverCompletion(int slot)
    {
        if (Volatile.Read(ref _memory.Shared->Completed) == LaneSharedLayout.CompletingBy(slot))
        {
            MarkCompleted();
        }
    }

    protected void RingAll(int bell)
    {
        for (int slot = 0, used = Region.Slots.Used; slot < used; slot++)
        {
            Region.RingSurely(_memory.CellOf(slot) + bell);
        }
    }

    private void MarkCompleted()
    {
        // Full fence: pairs with the exchange of who begins to wait.
        _ = Interlocked.Exchange(ref _memory.Shared->Completed, LaneSharedLayout.Done);
        RingAll(0);
        RingAll(QueueCellLayout.WriteBellOffset);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellWriter(int lane)
    {
        if (!TryUse(out var use))
        {
            return;
        }

        using (use)
        {
            RingWriter(lane);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellFillers(ref int flag)
    {
        if (!TryUse(out var use))
        {
            return;
        }

        using (use)
        {
            var read = Volatile.Read(ref flag);
            RingAll(QueueCellLayout.WriteBellOffset);
            _ = Flag.TryLower(ref flag, read);
        }
    }

    private void RingWriter(int lane)
    {
        ref var flag = ref _memory.Lane(lane)->WriterWaits;
        var read = Volatile.Read(ref flag);
        var owner = Volatile.Read(ref _memory.Lane(lane)->Owner) - 1;
        var bell = owner >= 0 && owner < _memory.Slots ? _memory.CellOf(owner) + QueueCellLayout.WriteBellOffset : -1;
        if (bell >= 0)
        {
            if (Region.TryRing(bell))
            {
                return;
            }

            Region.RingSurely(bell);
        }

        _ = Flag.TryLower(ref flag, read);
    }
}
