namespace Mapwire;

/// <summary>The hands of a queue as one participant works with them: taking one, giving one back, and what becomes of those of the dead.</summary>
/// <remarks>The steps are in docs/protocols.md, "Queue".</remarks>
internal sealed unsafe class HandTable(QueueMemory memory, int slot)
{
    private int _hint;

    /// <summary>What is in a hand, checked.</summary>
    public static (long Next, long End, int Lane) Read(QueueMemory memory, int hand)
    {
        var shared = memory.Hand(hand);
        var (start, next, end, lane) = (shared->Start, shared->Next, shared->End, shared->Lane);
        if ((uint)lane >= (uint)memory.Lanes)
        {
            throw memory.Damage($"lane of hand {hand}", lane, $"0 to {memory.Lanes - 1}");
        }

        return next >= start && next < end && end - start <= memory.LaneWords
            ? (next, end, lane)
            : throw memory.Damage($"next record of hand {hand}", next, $"{start} to {end}, within a lane");
    }

    /// <summary>Takes a free hand; -1 where there is none.</summary>
    /// <param name="forLease">Of those for leases; else of those of which there is one for each participant.</param>
    public int TryTake(bool forLease)
    {
        var (first, count) = forLease ? (memory.Slots, memory.Hands - memory.Slots) : (0, memory.Slots);
        for (var i = 0; i < count; i++)
        {
            var hand = first + ((_hint + i) % count);
            ref var word = ref memory.Hand(hand)->State;
            var state = new HandState(Volatile.Read(ref word));
            if (state.Kind != HandState.Free)
            {
                continue;
            }

            // Before it is taken: whoever looks after the dead looks at hands up to here.
            QueueMemory.Raise(ref memory.Queue->HandsUsed, hand + 1);
            if (TryChange(ref word, state, state.With(HandState.Idle, 0, slot)))
            {
                _hint = hand - first + 1;
                return hand;
            }
        }

        return -1;
    }

    /// <summary>Takes a free hand, of those for leases where there is no other.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int TakeAny() => TryTake(forLease: false) is >= 0 and var hand ? hand
        : TryTake(forLease: true) is >= 0 and var other ? other
        : throw memory.NoHand();

    /// <summary>Takes a hand that nobody has and that has records in it; -1 where there is none.</summary>
    /// <param name="flags">What the hand says besides from now on.</param>
    public int TryAdopt(int flags)
    {
        ref var orphans = ref memory.Queue->Orphans;
        while (true)
        {
            // acquire: pairs with the raise of who leaves an orphan
            var read = Volatile.Read(ref orphans);
            if (!Flag.IsRaised(read))
            {
                return -1;
            }

            for (int hand = 0, used = memory.HandsUsed; hand < used; hand++)
            {
                ref var word = ref memory.Hand(hand)->State;
                var state = new HandState(Volatile.Read(ref word));
                if (state.Kind == HandState.Orphan && TryChange(ref word, state, state.Adopted(flags, slot)))
                {
                    return hand;
                }
            }

            if (Flag.TryLower(ref orphans, read))
            {
                return -1;
            }
        }
    }

    /// <summary>Takes all from a position on into a hand of one's own, up to wherever Head will be: for the only reader.</summary>
    public void Hold(int hand, int lane, long from)
    {
        var shared = memory.Hand(hand);

        // release, each: as in LaneClaims.Intend
        Volatile.Write(ref shared->Lane, lane);
        Volatile.Write(ref shared->Start, from);
        Volatile.Write(ref shared->Next, from);
        Volatile.Write(ref shared->End, from);
        Volatile.Write(ref shared->State, new HandState(shared->State).NextIntent(0).As(HandState.Held).Word);
    }

    /// <summary>Lets go of what is in a hand of one's own, and keeps the hand.</summary>
    public void LetGo(int hand)
    {
        ref var word = ref memory.Hand(hand)->State;

        // release: the last use of what was in it comes before; pairs with the acquire in LaneBound
        Volatile.Write(ref word, new HandState(word).With(HandState.Idle, 0, slot).Word);
    }

    /// <summary>Gives back a hand with nothing in it.</summary>
    public void Free(int hand)
    {
        ref var word = ref memory.Hand(hand)->State;

        // release: the last use of what was in it comes before; pairs with the acquire in LaneBound
        Volatile.Write(ref word, new HandState(word).With(HandState.Free, 0, -1).Word);
    }

    /// <summary>Leaves what is in a hand to another reader.</summary>
    /// <param name="hand">Which hand.</param>
    /// <param name="isDone">Whether what the program was given of it is done with, or is to be given again.</param>
    public void Abandon(int hand, bool isDone)
    {
        var shared = memory.Hand(hand);
        if (isDone)
        {
            Volatile.Write(ref shared->Start, shared->Next);
        }
        else
        {
            Volatile.Write(ref shared->Next, shared->Start);
        }

        if (shared->Start == shared->End)
        {
            Free(hand);
            return;
        }

        // release: Start and Next come before; pairs with the exchange in TryAdopt
        Volatile.Write(ref shared->State, new HandState(shared->State).With(HandState.Orphan, 0, -1).Word);
        Flag.Raise(ref memory.Queue->Orphans);
    }

    /// <summary>Finishes or undoes what a participant left in its hands.</summary>
    public void Recover(int dead)
    {
        for (int hand = 0, used = memory.HandsUsed; hand < used; hand++)
        {
            ref var word = ref memory.Hand(hand)->State;
            var state = new HandState(Volatile.Read(ref word));
            if (state.Slot != dead)
            {
                continue;
            }

            if (state.Kind == HandState.Intent)
            {
                state = Resolve(hand, ref word);
            }

            if (state.Kind == HandState.Held)
            {
                CountRead(hand, state, dead);
            }

            // What the only reader took itself is behind Head, and was given to its program.
            if (state.Kind == HandState.Held && !IsOpen(state))
            {
                Abandon(hand, isDone: !state.IsLease);
            }
            else
            {
                Free(hand);
            }
        }
    }

    // Whether an intent became a claim. Head is read before State: who moves Head on has said Held before.
    private HandState Resolve(int hand, ref long word)
    {
        var shared = memory.Hand(hand);
        var lane = Math.Clamp(shared->Lane, 0, memory.Lanes - 1);
        var head = Volatile.Read(ref memory.Lane(lane)->Head);
        var state = new HandState(Volatile.Read(ref word));
        return state.Kind == HandState.Held || head == LaneHead.Of(shared->End, hand) ? state.As(HandState.Held) : state.As(HandState.Idle);
    }

    private bool IsOpen(HandState state) => memory.HasOnlyReader && !state.IsLease && !state.IsRedelivered;

    private static bool TryChange(ref long word, HandState from, HandState to) => Interlocked.CompareExchange(ref word, to.Word, from.Word) == from.Word;

    // What the program had been given of a plain run was read.
    private void CountRead(int hand, HandState state, int dead)
    {
        if (!state.IsLease)
        {
            var shared = memory.Hand(hand);
            var lane = Math.Clamp(shared->Lane, 0, memory.Lanes - 1);
            var next = IsOpen(state) ? LaneHead.PositionNear(memory.Lane(lane)->Head, shared->Start) : shared->Next;
            var count = LaneWalk.Count(memory, lane, shared->Start, next);
            Volatile.Write(ref memory.Cell(dead)->Read, memory.Cell(dead)->Read + count);
            Volatile.Write(ref memory.Cell(dead)->Redelivered, memory.Cell(dead)->Redelivered + (state.IsRedelivered ? count : 0));
        }
    }
}
