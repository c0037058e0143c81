namespace Mapwire;

/// <summary>The pool of a topic's frames: a slot is needed while it is held, and until all for whom publishers wait have gone past its record.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Frames". A participant's holds are written by that participant only.
/// <code>
///   Take     0 full fence   1 a slot that is Free, or Published with a Where behind all subscribers for whom publishers wait   2 State -> Filling, the next generation, by me
///            3 full fence   4 nobody holds the slot, else State as it was before, and the next   5 Where = 0
///   Publish  1 the bytes   2 State = Published   3 the record   4 Serial, Where
///   Hold     1 the record is read   2 the hold   3 full fence   4 State is still Published with that generation, else the hold goes: lost   5 only now the cursor goes on
///            without 3 and 4 where publishers wait for this subscriber and did so when it was published: nobody takes the slot before 5
///   Recover  its Filling -> Free; its Published without a Where: Serial, Where = the end of its lane; its holds = 0
/// </code>
/// </remarks>
internal sealed unsafe class TopicFramePool(TopicCore core, FrameMemory frames) : FramePool(core, frames)
{
    private const int WordBits = 64;
    private readonly TopicMemory _memory = core.Memory;
    private readonly FrameMemory _frames = frames;

    /// <summary>Its record is there, and ends there: it may be filled again when all have gone past it.</summary>
    public override void Told(int slot, int lane, long position)
    {
        Told(slot, FrameWhere.Of(lane, position));
        core.FreedFrame();
    }

    /// <summary>Holds a frame that is that of its record, because publishers wait until the cursor has gone past that.</summary>
    public void Hold(int me, int index, int slot, long generation) =>

        // release of the cursor, later: whoever sees that it has gone on sees this
        Volatile.Write(ref _frames.Hold(me, index), FrameHold.Of(slot, generation).Word);

    /// <summary>Holds a frame if it is still that of its record.</summary>
    public bool TryHold(int me, int index, int slot, long generation)
    {
        Hold(me, index, slot, generation);

        // Pairs with the fence in TryTake.
        Interlocked.MemoryBarrier();
        var state = _frames.State(slot);
        if (state.Kind == FrameState.Published && state.Generation == generation)
        {
            return true;
        }

        LetGo(me, index);
        return false;
    }

    public void LetGo(int me, int index)
    {
        // release: the last use comes before; pairs with the acquire in IsHeld
        Volatile.Write(ref _frames.Hold(me, index), 0);
        core.FreedFrame();
    }

    public override void Recover(int participant)
    {
        for (var index = 0; index < FrameHoldsLayout.Most; index++)
        {
            Volatile.Write(ref _frames.Hold(participant, index), 0);
        }

        base.Recover(participant);
    }

    /// <summary>Whether anybody holds a slot.</summary>
    public bool IsHeld(int slot)
    {
        for (int participant = 0, used = _memory.SlotsUsed; participant < used; participant++)
        {
            for (var index = 0; index < FrameHoldsLayout.Most; index++)
            {
                // acquire: pairs with the release in LetGo
                if (new FrameHold(Volatile.Read(ref _frames.Hold(participant, index))).Slot == slot)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The subscribers for whom publishers wait and that have not gone past a frame yet.</summary>
    public static List<int> AwaitedFor(TopicMemory memory, FrameWhere where)
    {
        List<int> found = [];
        for (int slot = 0, used = memory.SlotsUsed; slot < used; slot++)
        {
            if (IsAwaited(memory, slot, where))
            {
                found.Add(slot);
            }
        }

        return found;
    }

    protected override int Pick(out FrameState best)
    {
        var (found, oldest) = (-1, long.MaxValue);
        best = default;
        Span<ulong> held = stackalloc ulong[(_frames.Count + (WordBits - 1)) / WordBits];
        Gather(held);
        for (var slot = 0; slot < _frames.Count; slot++)
        {
            // acquire: pairs with the releases that make it free or publish it
            var state = _frames.State(slot);
            if (IsFilling(slot, state) || (held[slot / WordBits] >> (slot % WordBits) & 1) != 0 || (state.Kind == FrameState.Published && !CanTake(slot)))
            {
                continue;
            }

            var age = state.Kind == FrameState.Free ? -1 : Volatile.Read(ref _frames.Slot(slot)->Serial);
            if (age < oldest)
            {
                (found, oldest, best) = (slot, age, state);
            }
        }

        return found;
    }

    protected override bool MayKeep(int slot)
    {
        // 3: pairs with the fence in TryHold. Who has its hold is seen here, or sees that this was taken.
        Interlocked.MemoryBarrier();
        if (IsHeld(slot))
        {
            return false;
        }

        Volatile.Write(ref _frames.Slot(slot)->Where, 0);
        return true;
    }

    // Behind all that it has published. Its lane is still its own.
    protected override void RecoverPublished(int slot, FrameState state, int participant)
    {
        if (!_frames.Where(slot).IsKnown)
        {
            var lane = LaneOf(participant);
            Told(slot, lane < 0 ? FrameWhere.Of(0, 0) : FrameWhere.Of(lane, LaneMarks.End(_memory, lane).Tail));
        }
    }

    private void Told(int slot, FrameWhere where)
    {
        // Only now: a reader may be at it while this is counted.
        var shared = _frames.Slot(slot);
        Volatile.Write(ref shared->Serial, Interlocked.Increment(ref _frames.Pool->Serial));

        // release: the record comes before, and its number; pairs with the acquire in CanTake
        Volatile.Write(ref shared->Where, where.Word);
    }

    // Of each slot a bit, whether anybody holds it; what is held or let go of meanwhile may be in it or not.
    private void Gather(Span<ulong> held)
    {
        for (int participant = 0, used = _memory.SlotsUsed; participant < used; participant++)
        {
            for (var index = 0; index < FrameHoldsLayout.Most; index++)
            {
                var slot = new FrameHold(Volatile.Read(ref _frames.Hold(participant, index))).Slot;
                if ((uint)slot < (uint)_frames.Count)
                {
                    held[slot / WordBits] |= 1UL << (slot % WordBits);
                }
            }
        }
    }

    // Its record is there, and behind all for whom publishers wait.
    private bool CanTake(int slot)
    {
        // acquire: pairs with the release in Told
        var where = _frames.Where(slot);
        if (!where.IsKnown)
        {
            return false;
        }

        RequireLane(slot, where);
        for (int subscriber = 0, used = _memory.SlotsUsed; subscriber < used; subscriber++)
        {
            if (IsAwaited(_memory, subscriber, where))
            {
                return false;
            }
        }

        return true;
    }

    // acquire, each: pair with the exchange that says Joining, and with the release of a cursor
    private static bool IsAwaited(TopicMemory memory, int subscriber, FrameWhere where) => where.Lane < memory.Lanes
        && memory.State(subscriber).IsBounding && Volatile.Read(ref memory.Cursor(subscriber, where.Lane)->Position) < where.Position;
}
