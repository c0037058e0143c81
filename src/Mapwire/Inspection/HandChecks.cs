namespace Mapwire;

/// <summary>What must hold in the hands of a queue at every moment.</summary>
internal sealed class HandChecks(QueueSight queue, Findings findings)
{
    private readonly QueueMemory _memory = queue.Memory;

    public void Run()
    {
        List<HandSight> taken = [];
        for (var hand = 0; hand < _memory.Hands && !findings.IsFull; hand++)
        {
            var one = hand;
            findings.Check(() => State(one));
            findings.Check(() => Records(one));
            if (queue.TryRead(hand) is { State.Kind: HandState.Held or HandState.Orphan } sight && sight.IsPossible(_memory.Lanes, _memory.LaneWords))
            {
                taken.Add(sight);
            }
        }

        Overlaps(taken);
    }

    private string? State(int hand)
    {
        var state = queue.State(hand);
        return !state.IsKnown || state.Slot >= _memory.Slots ? $"The state of hand {hand} is 0x{state.Word:X16}, which no participant writes."
            : state.Slot >= 0 && !RegionSight.IsLive(queue.Region.State(state.Slot)) && queue.State(hand) == state
                ? $"Hand {hand} is slot {state.Slot}'s, which is nobody's."
            : state.Slot < 0 && state.Kind == HandState.Orphan && hand >= _memory.HandsUsed
                ? $"Hand {hand} was left with messages, but hands from {_memory.HandsUsed} on have never been used."
            : null;
    }

    private string? Records(int hand)
    {
        // The tail is read before the hand: no writer goes on to where the least start of a moment before it does not let it.
        var near = Volatile.Read(in queue.Hand(hand).Lane);
        var tail = near >= 0 && near < _memory.Lanes ? queue.Mark(near).Tail : 0;
        if (queue.TryRead(hand) is not { } sight)
        {
            return null;
        }

        if (!sight.IsPossible(_memory.Lanes, _memory.LaneWords))
        {
            return queue.Stands(sight)
                ? $"Hand {hand} has {sight.Start} to {sight.End} of lane {sight.Lane}, and is at {sight.Next}, which cannot be."
                : null;
        }

        // What is about to be claimed may be another's by now, and written over.
        if (sight.State.Kind == HandState.Intent)
        {
            return null;
        }

        var claimed = LaneHead.PositionNear(queue.Head(sight.Lane), sight.End);
        var walk = queue.Walk(sight.Lane, sight.Start, sight.End, sight.Next);
        return !queue.Stands(sight) ? null
            : claimed < sight.End ? $"Hand {hand} has messages up to {sight.End} of lane {sight.Lane}, which is claimed up to {claimed}."
            : sight.Lane == near && tail - sight.Start >= _memory.LaneWords
                ? $"Hand {hand} has messages from {sight.Start} of lane {sight.Lane}, which is written up to {tail}: they are overwritten."
            : walk.Found == LaneWalk.Found.Damage ? $"The record at {walk.End} of lane {sight.Lane}, in hand {hand}, is none that a writer writes."
            : walk.End != sight.End ? $"Hand {hand} has messages up to {sight.End} of lane {sight.Lane}, and the records end at {walk.End}."
            : walk.Before < 0 ? $"Hand {hand} is at {sight.Next} of lane {sight.Lane}, where no record begins or ends."
            : null;
    }

    // Those that stand still from before the other is read until after had their records at the same time.
    private void Overlaps(List<HandSight> taken)
    {
        taken.Sort((one, other) => (one.Lane, one.Start).CompareTo((other.Lane, other.Start)));
        for (var i = 1; i < taken.Count; i++)
        {
            var (one, other) = (taken[i - 1].Number, taken[i].Number);
            findings.Check(() => queue.TryRead(one) is { } first && queue.TryRead(other) is { } second && queue.Stands(first)
                && IsTaken(first) && IsTaken(second) && first.Lane == second.Lane && first.Start < second.End && second.Start < first.End
                    ? $"Hands {one} and {other} both have messages of lane {first.Lane}, from {Math.Max(first.Start, second.Start)} on."
                    : null);
        }
    }

    private static bool IsTaken(in HandSight sight) => sight.State.Kind is HandState.Held or HandState.Orphan;
}
