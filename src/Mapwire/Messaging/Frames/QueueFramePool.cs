namespace Mapwire;

/// <summary>The pool of a queue's frames: a slot is needed as long as the room of its record in the lane, or until its reader, which is done with it, has made it free.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Frames through a queue".
/// <code>
///   Take     1 a slot that is Free, or Published with a Where behind which nobody claims   2 State -> Filling, the next generation, by me
///   Publish  1 the bytes   2 Where = where the record is going to end   3 State = Published   4 the record   5 Serial. Nothing of the slot behind 4: it may be another's by then
///   Done     1 the lease is done   2 State: Published with the record's generation -> Free   3 who waits for a slot is rung
///   Recover  its Filling -> Free; its Published behind the end of its lane -> Free, for the record did not come
/// </code>
/// </remarks>
internal sealed unsafe class QueueFramePool(QueueCore core, FrameMemory frames) : FramePool(core, frames)
{
    private readonly QueueMemory _memory = core.Memory;
    private readonly FrameMemory _frames = frames;

    /// <summary>The record is going to end there; before it is published, and its frame.</summary>
    public void Foretell(int slot, int lane, long position) =>

        // Nobody has claimed so far before the record is there, so that this takes nothing from anybody.
        Volatile.Write(ref _frames.Slot(slot)->Where, FrameWhere.Of(lane, position).Word);

    public override void Told(int slot, int lane, long position) => _ = Interlocked.Increment(ref _frames.Pool->Serial);

    /// <summary>A frame is needed no more: its record is let go of, for good. Where somebody has found that out already, nothing is done.</summary>
    public void Release(int slot, long generation)
    {
        var state = _frames.State(slot);
        if (state.Kind == FrameState.Published && state.Generation == generation)
        {
            // Full fence: the last use of the frame comes before; pairs with the acquire in Pick
            TryFree(slot, state);
        }
    }

    /// <summary>Whether there is such a slot, for who was told by bytes that others can write.</summary>
    public bool Has(int slot) => (uint)slot < (uint)_frames.Count;

    // A free one is as good as any, and asks for no look at the lanes.
    protected override int Pick(out FrameState best)
    {
        for (var slot = 0; slot < _frames.Count; slot++)
        {
            // acquire: pairs with the exchange that made it free
            best = _frames.State(slot);
            if (!IsFilling(slot, best) && best.Kind == FrameState.Free)
            {
                return slot;
            }
        }

        return PickPublished(out best);
    }

    protected override bool MayKeep(int slot) => true;

    // Its lane is still its own, and it writes there no more.
    protected override void RecoverPublished(int slot, FrameState state, int participant)
    {
        var where = _frames.Where(slot);
        var lane = LaneOf(participant);
        if (where.Lane == lane && where.Position > LaneMarks.End(_memory, lane).Tail)
        {
            TryFree(slot, state);
        }
    }

    // What nobody claims any more: dropped, or done by one that was killed before it said so.
    private int PickPublished(out FrameState best)
    {
        Span<long> bounds = stackalloc long[_memory.Lanes];
        bounds.Fill(-1);
        for (var slot = 0; slot < _frames.Count; slot++)
        {
            // acquire: pairs with the release in Publish; Where was written before, and is written again only by who takes the slot
            best = _frames.State(slot);
            var where = _frames.Where(slot);
            if (best.Kind == FrameState.Published && where.IsKnown && where.Position <= Bound(slot, where, bounds))
            {
                return slot;
            }
        }

        best = default;
        return -1;
    }

    // It only grows: what was so before still is.
    private long Bound(int slot, FrameWhere where, Span<long> bounds)
    {
        RequireLane(slot, where);
        ref var bound = ref bounds[where.Lane];
        if (bound < 0)
        {
            // acquire, in there: pairs with the release by which a reader lets go of its claim, behind its last use of the frame
            bound = Math.Max(0, _memory.BoundFor(where.Lane, LaneMarks.TailOf(in *_memory.Lane(where.Lane))));
        }

        return bound;
    }
}
