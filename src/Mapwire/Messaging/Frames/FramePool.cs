using System.Globalization;

namespace Mapwire;

/// <summary>A pool of frames as one participant works with it: who fills a slot, and what becomes of those of the dead. Who needs a slot still is another thing in a topic than in a queue.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Frames" and "Frames through a queue". A slot's State is changed by exchange while others may want it, and stored by who fills it.
/// <code>
///   Take     0 full fence   1 a slot that may be taken   2 State -> Filling, the next generation, by me   3 it still may, else State as it was before, and the next
///   Publish  1 the bytes   2 State = Published
///   Recover  its Filling -> Free; what it had published and not told of is made one that can be found
/// </code>
/// </remarks>
internal abstract unsafe class FramePool(LaneCore core, FrameMemory frames)
{
    public FrameMemory Memory => frames;

    /// <summary>Takes a slot to fill it: a free one, or one with a frame that nobody needs.</summary>
    /// <param name="me">This participant's slot.</param>
    /// <param name="slot">The slot of the pool.</param>
    public bool TryTake(int me, out int slot)
    {
        // 0: who joins and does not see this participant's last record must be seen below: pairs with the fence in TopicReader.Join.
        Interlocked.MemoryBarrier();
        for (var look = 0; look <= frames.Count; look++)
        {
            slot = Pick(out var state);
            if (slot < 0)
            {
                break;
            }

            ref var shared = ref frames.Slot(slot)->State;
            if (Interlocked.CompareExchange(ref shared, state.TakenBy(me).Word, state.Word) != state.Word)
            {
                continue;
            }

            if (MayKeep(slot))
            {
                return true;
            }

            Volatile.Write(ref shared, state.Word);
            core.FreedFrame();
        }

        slot = -1;
        return false;
    }

    /// <summary>What was filled has its bytes: whoever reads its record from here on finds them.</summary>
    /// <returns>Its generation.</returns>
    public long Publish(int slot)
    {
        ref var shared = ref frames.Slot(slot)->State;
        var state = new FrameState(shared).AsPublished();

        // release: the bytes come before; pairs with the acquires in TryHold and Pick
        Volatile.Write(ref shared, state.Word);
        return state.Generation;
    }

    /// <summary>Its record is there, and ends there.</summary>
    public abstract void Told(int slot, int lane, long position);

    /// <summary>Gives back what was taken and not published.</summary>
    public void GiveBack(int slot)
    {
        ref var shared = ref frames.Slot(slot)->State;
        Volatile.Write(ref shared, new FrameState(shared).AsFree().Word);
        core.FreedFrame();
    }

    /// <summary>Whether there may be a slot to fill; a look without a write.</summary>
    public bool LooksFree() => Pick(out _) >= 0;

    /// <summary>Says that somebody waits for a slot.</summary>
    public void AnnounceWait() => Flag.Raise(ref frames.Pool->Waits);

    /// <summary>Finishes or undoes what a participant left; each step may be repeated. Its lanes are still its own.</summary>
    public virtual void Recover(int participant)
    {
        for (var slot = 0; slot < frames.Count; slot++)
        {
            var state = frames.State(slot);
            if (state.By != participant)
            {
                continue;
            }

            if (state.Kind == FrameState.Filling)
            {
                TryFree(slot, state);
            }
            else if (state.Kind == FrameState.Published)
            {
                RecoverPublished(slot, state, participant);
            }
        }
    }

    /// <summary>A slot that may be taken; -1 where there is none.</summary>
    protected abstract int Pick(out FrameState best);

    /// <summary>Whether a slot that this participant has just taken is its own to fill.</summary>
    protected abstract bool MayKeep(int slot);

    protected abstract void RecoverPublished(int slot, FrameState state, int participant);

    protected void TryFree(int slot, FrameState state) =>
        _ = Interlocked.CompareExchange(ref frames.Slot(slot)->State, state.AsFree().Word, state.Word);

    /// <summary>The lane that a participant writes; -1 for none.</summary>
    protected int LaneOf(int participant)
    {
        for (var lane = 0; lane < core.Lanes.Lanes; lane++)
        {
            if (Volatile.Read(ref core.Lanes.Lane(lane)->Owner) == participant + 1)
            {
                return lane;
            }
        }

        return -1;
    }

    /// <summary>Whether a slot is neither free nor published, but being filled.</summary>
    protected bool IsFilling(int slot, FrameState state) => state.Kind is not (FrameState.Free or FrameState.Published)
        && (state.Kind == FrameState.Filling
            ? true
            : throw core.Lanes.Damage($"state of frame {slot}", state.Word, string.Create(CultureInfo.InvariantCulture, $"one of a kind from 0 to {FrameState.Published}")));

    protected void RequireLane(int slot, FrameWhere where)
    {
        if (where.Lane >= core.Lanes.Lanes)
        {
            throw core.Lanes.Damage($"lane of frame {slot}", where.Lane, $"0 to {core.Lanes.Lanes - 1}");
        }
    }
}
