using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>A queue as one participant takes part in it, as a writer or as a reader.</summary>
/// <remarks>The protocol is in docs/protocols.md, "Lane" and "Queue".</remarks>
internal sealed unsafe class QueueCore : Waitable
{
    private readonly bool _fences = !RemoteFence.TakesPart;
    private readonly RemoteLook _look;

    /// <param name="region">The region.</param>
    /// <param name="type">What its messages must be.</param>
    /// <exception cref="InvalidRegionException">It holds other messages, or its header says what cannot be.</exception>
    public QueueCore(Region region, MessageType? type)
        : base(region)
    {
        Memory = new QueueMemory(region.View, region.Header, region.Name);
        var own = new MessageType(Memory.TypeName, Memory.TypeSize);
        if (type is not null && (own != type || region.Header.SchemaHash != type.Hash))
        {
            throw new InvalidRegionException(
                region.Name, "type of messages", $"{own} (schema 0x{region.Header.SchemaHash:X16})", $"{type} (schema 0x{type.Hash:X16})", "Open it as what it is.");
        }

        ReadGate = new ReadGate(this);
        WriteGate = new WriteGate(this);
        ReadLine = NewLine<bool>(ReadGate);
        WriteLine = NewLine<bool>(WriteGate);
        _look = new RemoteLook(this);
    }

    public QueueMemory Memory { get; }

    public ReadGate ReadGate { get; }

    public WriteGate WriteGate { get; }

    public WaitLine<bool> ReadLine { get; }

    public WaitLine<bool> WriteLine { get; }

    /// <summary>Whether nothing more may be written.</summary>
    public bool IsCompleted => Volatile.Read(ref Memory.Queue->Completed) == QueueLayout.Done;

    /// <summary>What Complete was given; empty for nothing.</summary>
    public string Error
    {
        get
        {
            using var use = Use();
            var length = Math.Clamp(Volatile.Read(ref Memory.Queue->ErrorLength), 0, QueueLayout.MostErrorBytes);
            return Encoding.UTF8.GetString(new ReadOnlySpan<byte>((byte*)Memory.Queue + QueueLayout.ErrorOffset, length));
        }
    }

    /// <summary>After something was claimed: if there is more, another that waits is told, for it may have been rung for both.</summary>
    public void PassOn()
    {
        if (Flag.IsRaised(Volatile.Read(ref Memory.Queue->ReadersWait)) && LooksReady())
        {
            TellReaders();
        }
    }

    /// <summary>After the last of a run was taken: it may have been the last of all, for which others wait.</summary>
    public void Emptied()
    {
        if (_fences)
        {
            Interlocked.MemoryBarrier();
        }

        if (Volatile.Read(ref Memory.Queue->Completed) != 0)
        {
            Interlocked.MemoryBarrier();
            RingAll(0);
        }
    }

    /// <summary>Rings this participant's own bells: who waits looks again.</summary>
    public void RingMine()
    {
        _ = Region.TryRing(BellOf(0));
        _ = Region.TryRing(BellOf(QueueCellLayout.WriteBellOffset));
    }

    /// <summary>After a record was published: wakes a reader if one waits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Published()
    {
        // No fence where the fences of waiting readers reach this process; see RemoteFence.
        if (_fences)
        {
            Interlocked.MemoryBarrier();
        }

        if (Flag.IsRaised(Volatile.Read(ref Memory.Queue->ReadersWait)))
        {
            TellReaders();
        }
    }

    /// <summary>After records were let go of: wakes the lane's writer if it waits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Freed(int lane)
    {
        if (lane < 0)
        {
            return;
        }

        if (_fences)
        {
            Interlocked.MemoryBarrier();
        }

        if (Flag.IsRaised(Volatile.Read(ref Memory.Lane(lane)->WriterWaits)))
        {
            TellWriter(lane);
        }

        Emptied();
    }

    /// <summary>Wakes the next reader that waits.</summary>
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

    /// <summary>Whether there may be something to read; a look without a write.</summary>
    public bool LooksReady()
    {
        if (Flag.IsRaised(Volatile.Read(ref Memory.Queue->Orphans)))
        {
            return true;
        }

        for (int lane = 0, used = Memory.LanesUsed; lane < used; lane++)
        {
            var place = LaneHead.PositionNear(Volatile.Read(ref Memory.Lane(lane)->Head), 0);
            if (Volatile.Read(ref *Memory.Word(lane, place)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether nothing will come any more: completed, all read, and nothing that a reader's death could bring back.</summary>
    public bool IsFinished()
    {
        if (!IsCompleted || LooksReady())
        {
            return false;
        }

        for (int hand = 0, used = Memory.HandsUsed; hand < used; hand++)
        {
            var shared = Memory.Hand(hand);
            var state = new HandState(Volatile.Read(ref shared->State));
            if (state.Kind == HandState.Orphan
                || (state.Kind == HandState.Intent && LaneBound.IsClaimed(Memory, hand))
                || (state.Kind == HandState.Held && (state.IsLease || Volatile.Read(ref shared->Next) != Volatile.Read(ref shared->End))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ends the queue for all writers; false where somebody has before.</summary>
    public bool TryComplete(string error)
    {
        using var use = Use();
        ref var completed = ref Memory.Queue->Completed;
        if (Interlocked.CompareExchange(ref completed, QueueLayout.CompletingBy(Region.Slot), 0) != 0)
        {
            return false;
        }

        _ = Utf8.FromUtf16(error, new Span<byte>((byte*)Memory.Queue + QueueLayout.ErrorOffset, QueueLayout.MostErrorBytes), out _, out var length);
        Volatile.Write(ref Memory.Queue->ErrorLength, length);
        MarkCompleted();
        return true;
    }

    public override void Recover(int slot, bool died)
    {
        var cell = Memory.Cell(slot);
        _ = Interlocked.Exchange(ref cell->ReadBell, Bell.Idle);
        _ = Interlocked.Exchange(ref cell->WriteBell, Bell.Idle);
        for (var lane = 0; lane < Memory.Lanes; lane++)
        {
            // release: what the dead wrote comes before; pairs with the exchange of its successor
            _ = Interlocked.CompareExchange(ref Memory.Lane(lane)->Owner, 0, slot + 1);
        }

        new HandTable(Memory, slot).Recover(slot);

        // Only now another may read alone: it would move Head, by which a claim of the dead may be known.
        _ = Interlocked.CompareExchange(ref Memory.Queue->Reader, 0, slot + 1);
        if (Volatile.Read(ref Memory.Queue->Completed) == QueueLayout.CompletingBy(slot))
        {
            MarkCompleted();
        }

        // Whatever it was about to tell others, they are told now: also what was left in its hands by one that recovered it before and died.
        Flag.Raise(ref Memory.Queue->Orphans);
        RingAll(0);
        RingAll(QueueCellLayout.WriteBellOffset);
    }

    public long BellOf(int offset) => Memory.CellOf(Region.Slot) + offset;

    private void MarkCompleted()
    {
        // Full fence: pairs with the exchange of who begins to wait.
        _ = Interlocked.Exchange(ref Memory.Queue->Completed, QueueLayout.Done);
        RingAll(0);
        RingAll(QueueCellLayout.WriteBellOffset);
    }

    private void RingReaders()
    {
        ref var flag = ref Memory.Queue->ReadersWait;
        int read;
        do
        {
            read = Volatile.Read(ref flag);
            if (!Flag.IsRaised(read) || TryRingNext())
            {
                return;
            }
        }
        while (!Flag.TryLower(ref flag, read));
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

    private void RingWriter(int lane)
    {
        ref var flag = ref Memory.Lane(lane)->WriterWaits;
        var read = Volatile.Read(ref flag);
        var owner = Volatile.Read(ref Memory.Lane(lane)->Owner) - 1;
        var bell = owner >= 0 && owner < Memory.Slots ? Memory.CellOf(owner) + QueueCellLayout.WriteBellOffset : -1;
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

    private bool TryRingNext()
    {
        var used = Region.Slots.Used;
        for (var i = 1; i <= used; i++)
        {
            if (Region.TryRing(Memory.CellOf((Math.Max(Region.Slot, 0) + i) % used)))
            {
                return true;
            }
        }

        // Who rang a bell and was stopped before it woke the sleeper may stay so; nobody else must wait for that.
        for (var slot = 0; slot < used; slot++)
        {
            Region.RingSurely(Memory.CellOf(slot));
        }

        return false;
    }

    private void RingAll(int bell)
    {
        for (int slot = 0, used = Region.Slots.Used; slot < used; slot++)
        {
            Region.RingSurely(Memory.CellOf(slot) + bell);
        }
    }
}
