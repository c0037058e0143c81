namespace Mapwire;

/// <summary>A topic as one participant takes part in it, as a publisher or as a subscriber.</summary>
/// <remarks>The protocol is in docs/protocols.md, "Lane" and "Topic".</remarks>
internal sealed unsafe class TopicCore : LaneCore
{
    /// <param name="region">The region.</param>
    /// <param name="type">What its messages must be.</param>
    /// <exception cref="InvalidRegionException">It holds other messages, or its header says what cannot be.</exception>
    public TopicCore(Region region, MessageType? type)
        : this(region, new TopicMemory(region.View, region.Header, region.Name), type)
    {
    }

    private TopicCore(Region region, TopicMemory memory, MessageType? type)
        : base(region, memory, type)
    {
        Memory = memory;
        Pool = memory.Frames is { } frames ? new TopicFramePool(this, frames) : null;
        WriteGate.Pool = Pool;
    }

    public TopicMemory Memory { get; }

    /// <summary>The pool of frames; null where there is none.</summary>
    public TopicFramePool? Pool { get; }

    /// <summary>What this participant reads; set once, before anybody waits. A publisher has none.</summary>
    public SubscriberEnd? End { get; set; }

    public override InvalidOperationException Completed() => new TopicCompletedException(Region.Name, Error);

    public override bool LooksReady() => End!.LanesLookReady();

    public override bool IsFinished() => IsCompleted && !LooksReady();

    public override void PassOn()
    {
        // Everybody who waits was rung for the same message.
    }

    /// <summary>After a subscriber for whom publishers wait let go of messages: wakes the publisher if it waits.</summary>
    public void Freed(int lane)
    {
        if (lane >= 0)
        {
            FreedIn(lane);
            FreedFrame();
        }
    }

    public override bool TryFreeFromDead(int lane)
    {
        var isAny = false;
        var bound = Memory.BoundFor(lane, LaneMarks.TailOf(in *Memory.Lane(lane)));
        for (int slot = 0, used = Memory.SlotsUsed; slot < used; slot++)
        {
            isAny |= Memory.IsSlowest(slot, lane, bound) && Region.Slots.RecoverIfDead(slot);
        }

        return isAny;
    }

    // It reads no more; what it holds is held by words of its own.
    public override void Part()
    {
        Unsubscribe(Region.Slot);
        RingAll(QueueCellLayout.WriteBellOffset);
    }

    public override void Recover(int slot, bool died)
    {
        // First: it goes by what the lanes say of their owners.
        Pool?.Recover(slot);
        RecoverLanes(slot);
        Unsubscribe(slot);
        RecoverCompletion(slot);

        // Whatever it was about to tell others, they are told now.
        RingAll(0);
        RingAll(QueueCellLayout.WriteBellOffset);
    }

    private void Unsubscribe(int slot)
    {
        // Full fence: publishers wait for it no longer, and who says after this that it waits sees that; before the look at the bells that follows, as Bell wants it. The release in it pairs with the acquires of who looks.
        ref var state = ref Memory.Cell(slot)->State;
        _ = Interlocked.Exchange(ref state, new SubscriberState(state).As(SubscriberState.None).Word);
    }

    // Every subscriber that waits is rung, each surely: who rang before may have stopped before it woke anybody.
    // Who says after this was read that it waits looks after that, and sees what was published.
    protected override void RingReaders()
    {
        ref var flag = ref Memory.Shared->ReadersWait;
        var read = Volatile.Read(ref flag);
        RingAll(0);
        _ = Flag.TryLower(ref flag, read);
    }
}
