using System.Globalization;

namespace Mapwire;

/// <summary>The pool of a topic's frames as one participant works with it: who fills a slot, who needs it still, and what becomes of those of the dead.</summary>
/// <remarks>
/// The steps are in docs/protocols.md, "Frames". A participant's holds are written by that participant only; a slot's State is changed by exchange while others may want it, and stored by who fills it.
/// <code>
///   Take     0 full fence   1 a slot that is Free, or Published with a Where behind all subscribers for whom publishers wait   2 State -> Filling, the next generation, by me
///            3 full fence   4 nobody holds the slot, else State as it was before, and the next   5 Where = 0
///   Publish  1 the bytes   2 State = Published   3 the record   4 Serial, Where
///   Hold     1 the record is read   2 the hold   3 full fence   4 State is still Published with that generation, else the hold goes: lost   5 only now the cursor goes on
///            without 3 and 4 where publishers wait for this subscriber and did so when it was published: nobody takes the slot before 5
///   Recover  its Filling -> Free; its Published without a Where: Where = the end of its lane; its holds = 0
/// </code>
/// </remarks>
internal sealed unsafe class FramePool(TopicCore core, FrameMemory frames)
{
    private const int WordBits = 64;
    private readonly TopicMemory _memory = core.Memory;

    public FrameMemory Memory => frames;

    /// <summary>Takes a slot to fill it: a free one, or the one with the oldest frame that nobody needs.</summary>
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

            // 3: pairs with the fence in TryHold. Who has its hold is seen here, or sees that this was taken.
            Interlocked.MemoryBarrier();
            if (!IsHeld(slot))
            {
                Volatile.Write(ref frames.Slot(slot)->Where, 0);
                return true;
            }

            Volatile.Write(ref shared, state.Word);
            core.FreedFrame();
        }

        slot = -1;
        return false;
    }

    /// <summary>What was filled has its bytes: whoever reads its record from here on can hold it.</summary>
    /// <returns>Its generation.</returns>
    public long Publish(int slot)
    {
        ref var shared = ref frames.Slot(slot)->State;
        var state = new FrameState(shared).AsPublished();

        // release: the bytes come before; pairs with the acquire in TryHold
        Volatile.Write(ref shared, state.Word);
        return state.Generation;
    }

    /// <summary>Its record is there, and ends there: it may be filled again when all have gone past it.</summary>
    public void Told(int slot, int lane, long position)
    {
        Told(slot, FrameWhere.Of(lane, position));
        core.FreedFrame();
    }

    /// <summary>Gives back what was taken and not published.</summary>
    public void GiveBack(int slot)
    {
        ref var shared = ref frames.Slot(slot)->State;
        Volatile.Write(ref shared, new FrameState(shared).AsFree().Word);
        core.FreedFrame();
    }

    /// <summary>Holds a frame that is that of its record, because publishers wait until the cursor has gone past that.</summary>
    public void Hold(int me, int index, int slot, long generation) =>

        // release of the cursor, later: whoever sees that it has gone on sees this
        Volatile.Write(ref frames.Hold(me, index), FrameHold.Of(slot, generation).Word);

    /// <summary>Holds a frame if it is still that of its record.</summary>
    public bool TryHold(int me, int index, int slot, long generation)
    {
        Hold(me, index, slot, generation);

        // Pairs with the fence in TryTake.
        Interlocked.MemoryBarrier();
        var state = frames.State(slot);
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
        Volatile.Write(ref frames.Hold(me, index), 0);
        core.FreedFrame();
    }

    /// <summary>Whether there may be a slot to fill; a look without a write.</summary>
    public bool LooksFree() => Pick(out _) >= 0;

    /// <summary>Says that a publisher waits for a slot.</summary>
    public void AnnounceWait() => Flag.Raise(ref frames.Pool->Waits);

    /// <summary>Finishes or undoes what a participant left; each step may be repeated.</summary>
    public void Recover(int participant)
    {
        for (var index = 0; index < FrameHoldsLayout.Most; index++)
        {
            Volatile.Write(ref frames.Hold(participant, index), 0);
        }

        for (var slot = 0; slot < frames.Count; slot++)
        {
            var state = frames.State(slot);
            if (state.By != participant)
            {
                continue;
            }

            ref var shared = ref frames.Slot(slot)->State;
            if (state.Kind == FrameState.Filling)
            {
                _ = Interlocked.CompareExchange(ref shared, state.AsFree().Word, state.Word);
            }
            else if (state.Kind == FrameState.Published && !frames.Where(slot).IsKnown)
            {
                Told(slot, EndOf(participant));
            }
        }
    }

    /// <summary>Whether anybody holds a slot.</summary>
    public bool IsHeld(int slot)
    {
        for (int participant = 0, used = _memory.SlotsUsed; participant < used; participant++)
        {
            for (var index = 0; index < FrameHoldsLayout.Most; index++)
            {
                // acquire: pairs with the release in LetGo
                if (new FrameHold(Volatile.Read(ref frames.Hold(participant, index))).Slot == slot)
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

    private void Told(int slot, FrameWhere where)
    {
        // Only now: a reader may be at it while this is counted.
        var shared = frames.Slot(slot);
        Volatile.Write(ref shared->Serial, Interlocked.Increment(ref frames.Pool->Serial));

        // release: the record comes before, and its number; pairs with the acquire in CanTake
        Volatile.Write(ref shared->Where, where.Word);
    }

    private int Pick(out FrameState best)
    {
        var (found, oldest) = (-1, long.MaxValue);
        best = default;
        Span<ulong> held = stackalloc ulong[(frames.Count + (WordBits - 1)) / WordBits];
        Gather(held);
        for (var slot = 0; slot < frames.Count; slot++)
        {
            // acquire: pairs with the releases that make it free or publish it
            var state = frames.State(slot);
            if (state.Kind is not (FrameState.Free or FrameState.Published))
            {
                Require(state.Kind == FrameState.Filling, slot, state);
                continue;
            }

            if ((held[slot / WordBits] >> (slot % WordBits) & 1) != 0 || (state.Kind == FrameState.Published && !CanTake(slot)))
            {
                continue;
            }

            var age = state.Kind == FrameState.Free ? -1 : Volatile.Read(ref frames.Slot(slot)->Serial);
            if (age < oldest)
            {
                (found, oldest, best) = (slot, age, state);
            }
        }

        return found;
    }

    // Of each slot a bit, whether anybody holds it; what is held or let go of meanwhile may be in it or not.
    private void Gather(Span<ulong> held)
    {
        for (int participant = 0, used = _memory.SlotsUsed; participant < used; participant++)
        {
            for (var index = 0; index < FrameHoldsLayout.Most; index++)
            {
                var slot = new FrameHold(Volatile.Read(ref frames.Hold(participant, index))).Slot;
                if ((uint)slot < (uint)frames.Count)
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
        var where = frames.Where(slot);
        if (!where.IsKnown)
        {
            return false;
        }

        if (where.Lane >= _memory.Lanes)
        {
            throw _memory.Damage($"lane of frame {slot}", where.Lane, $"0 to {_memory.Lanes - 1}");
        }

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

    // Behind all that a participant has published. Its lane is still its own.
    private FrameWhere EndOf(int participant)
    {
        for (var lane = 0; lane < _memory.Lanes; lane++)
        {
            if (Volatile.Read(ref _memory.Lane(lane)->Owner) == participant + 1)
            {
                return FrameWhere.Of(lane, LaneMarks.End(_memory, lane).Tail);
            }
        }

        return FrameWhere.Of(0, 0);
    }

    private void Require(bool isPossible, int slot, FrameState state)
    {
        if (!isPossible)
        {
            throw _memory.Damage($"state of frame {slot}", state.Word, string.Create(CultureInfo.InvariantCulture, $"one of a kind from 0 to {FrameState.Published}"));
        }
    }
}
