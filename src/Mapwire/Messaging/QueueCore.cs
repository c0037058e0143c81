using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>A queue as one participant takes part in it, as a writer or as a reader.</summary>
/// <remarks>The protocol is in docs/protocols.md, "Lane" and "Queue".</remarks>
internal sealed unsafe class QueueCore : LaneCore
{
    /// <param name="region">The region.</param>
    /// <param name="type">What its messages must be.</param>
    /// <exception cref="InvalidRegionException">It holds other messages, or its header says what cannot be.</exception>
    public QueueCore(Region region, MessageType? type)
        : this(region, new QueueMemory(region.View, region.Header, region.Name), type)
    {
    }

    private QueueCore(Region region, QueueMemory memory, MessageType? type)
        : base(region, memory, type)
    {
        Memory = memory;
        Pool = memory.Frames is { } frames ? new QueueFramePool(this, frames) : null;
        WriteGate.Pool = Pool;
    }

    public QueueMemory Memory { get; }

    /// <summary>The pool of frames; null where there is none.</summary>
    public QueueFramePool? Pool { get; }

    public override InvalidOperationException Completed() => new QueueCompletedException(Region.Name, Error);

    /// <summary>After something was claimed: if there is more, another that waits is told, for it may have been rung for both.</summary>
    public override void PassOn()
    {
        if (Flag.IsRaised(Volatile.Read(ref Memory.Queue->ReadersWait)) && LooksReady())
        {
            TellReaders();
        }
    }

    /// <summary>After the last of a run was taken: it may have been the last of all, for which others wait.</summary>
    public void Emptied()
    {
        if (Fences)
        {
            Interlocked.MemoryBarrier();
        }

        if (Volatile.Read(ref Memory.Queue->Completed) != 0)
        {
            Interlocked.MemoryBarrier();
            RingAll(0);
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

        FreedIn(lane);
        FreedFrame();
        Emptied();
    }

    /// <summary>Whether there may be something to read; a look without a write.</summary>
    public override bool LooksReady()
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
    public override bool IsFinished()
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

    public override void Recover(int slot, bool died)
    {
        // First: it goes by what the lanes say of their owners.
        Pool?.Recover(slot);
        RecoverLanes(slot);
        new HandTable(Memory, slot).Recover(slot);

        // Only now another may read alone: it would move Head, by which a claim of the dead may be known.
        _ = Interlocked.CompareExchange(ref Memory.Queue->Reader, 0, slot + 1);
        RecoverCompletion(slot);

        // Whatever it was about to tell others, they are told now: also what was left in its hands by one that recovered it before and died.
        Flag.Raise(ref Memory.Queue->Orphans);
        RingAll(0);
        RingAll(QueueCellLayout.WriteBellOffset);
    }

    protected override void RingReaders()
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
}
