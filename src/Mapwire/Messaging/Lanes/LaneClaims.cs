namespace Mapwire;

/// <summary>How one reader claims records: an intent in its hand, then Head.</summary>
/// <remarks>
/// The steps and why they suffice are in docs/protocols.md, "Queue". Head never has a value twice, so whatever was read at the old Head was true if it could be moved on.
/// <code>
///   1 read Head   2 measure what is published from there   3 Lane, Start, Next, End; State = Intent, release   4 help: the hand that Head names says Held
///   5 Head: -> (end, mine)   6 State = Held, or Idle and from 1
/// </code>
/// </remarks>
internal sealed unsafe class LaneClaims
{
    private const int Shares = 4;

    // So many records are gone over to learn how much waits, where the mark does not tell.
    private const int LeastMeasured = 64;
    private readonly QueueMemory _memory;
    private readonly bool _isOnly;
    private readonly long _mostWords;
    private readonly long _valueWords;
    private readonly long[] _heads;
    private readonly long _leastByMark;

    /// <param name="memory">The queue.</param>
    public LaneClaims(QueueMemory memory)
    {
        _memory = memory;
        _isOnly = memory.HasOnlyReader;
        _mostWords = memory.MostRunWords;
        _leastByMark = Shares * LaneMarks.StretchOf(memory.LaneWords);
        _valueWords = memory.TypeSize > 0 ? LaneRecord.WordsFor(memory.TypeSize) : 0;
        _heads = new long[memory.Lanes];
        for (var lane = 0; lane < _heads.Length; lane++)
        {
            _heads[lane] = MarkedTail(lane);
        }
    }

    /// <summary>Whether something is published at a lane's head; a look without a write.</summary>
    public bool LooksReady(int lane) => Volatile.Read(ref *_memory.Word(lane, HeadOf(lane, out _))) != 0;

    /// <summary>Up to where a lane is claimed.</summary>
    public long HeadOf(int lane, out long head)
    {
        // acquire: pairs with the exchange of who claimed last
        head = Volatile.Read(ref _memory.Lane(lane)->Head);
        return _heads[lane] = LaneHead.PositionNear(head, _heads[lane]);
    }

    /// <summary>Claims what is published at a lane's head.</summary>
    /// <param name="lane">Which lane.</param>
    /// <param name="hand">The hand, which is Idle.</param>
    /// <param name="most">How many records at most.</param>
    /// <param name="flags">What the hand says besides.</param>
    public bool TryClaim(int lane, int hand, int most, int flags)
    {
        while (TryMeasure(lane, most, out var head, out var from, out var end))
        {
            var claim = new LaneClaim(lane, hand, head, from, end);
            Intend(claim, flags);
            Help(claim);
            if (TryMove(claim))
            {
                Hold(claim);
                return true;
            }

            Withdraw(claim);
        }

        return false;
    }

    /// <summary>Steps 1 and 2 of a claim. What cannot be is damage only if Head still is where it was: else the place may have been written anew.</summary>
    public bool TryMeasure(int lane, int most, out long head, out long from, out long end)
    {
        while (true)
        {
            from = HeadOf(lane, out head);
            if (TryMeasureValues(lane, from, most, out end))
            {
                return true;
            }

            var measured = most == 1 ? 1 : Math.Max(most, LeastMeasured);
            var found = LaneWalk.Measure(_memory, lane, from, measured, _mostWords, out end);
            if (found == LaneWalk.Found.Records && most > 1)
            {
                // A part of what is waiting only: whoever claims and then reads no more must not keep it all from the others.
                var share = Math.Min((Math.Max(MarkedTail(lane), end) - from) / Shares, _mostWords);
                if (measured > most || end - from > share)
                {
                    found = LaneWalk.Measure(_memory, lane, from, most, share, out end);
                }
            }

            if (found != LaneWalk.Found.Damage)
            {
                return found == LaneWalk.Found.Records;
            }

            if (Volatile.Read(ref _memory.Lane(lane)->Head) == head)
            {
                throw LaneWalk.Damage(_memory, lane, end);
            }
        }
    }

    /// <summary>Where the writer's newer mark is. Alone it is never torn; it may be that of a mark that is just being made.</summary>
    public long MarkedTail(int lane) => LaneMarks.TailOf(in *_memory.Lane(lane));

    // Values are of one size and lie side by side up to the ring's end, so that nobody has to look at those that lie before the writer's mark. Where less waits there, what came since
    // would be a large part of it.
    private bool TryMeasureValues(int lane, long from, int most, out long end)
    {
        end = from;
        var waiting = _valueWords > 0 ? MarkedTail(lane) - from : 0;
        if (waiting < _leastByMark)
        {
            return false;
        }

        var room = Math.Min(Math.Min(waiting / Shares, _mostWords), _memory.LaneWords - (from & (_memory.LaneWords - 1)));
        var count = Math.Min(room / _valueWords, most);
        end = from + (count * _valueWords);
        return count > 0;
    }

    /// <summary>Step 3.</summary>
    public void Intend(in LaneClaim claim, int flags)
    {
        var hand = _memory.Hand(claim.Hand);

        // release, each: the last use of what was in the hand before comes before; pairs with the acquires in LaneBound
        Volatile.Write(ref hand->Lane, claim.Lane);
        Volatile.Write(ref hand->Start, claim.From);
        Volatile.Write(ref hand->Next, claim.From);
        Volatile.Write(ref hand->End, claim.End);

        // release: what is about to be claimed comes before; pairs with the acquires in LaneBound and in Help
        Volatile.Write(ref hand->State, new HandState(hand->State).NextIntent(flags).Word);
    }

    /// <summary>Step 4: a claim that only Head tells of is written into its hand before Head moves on.</summary>
    public void Help(in LaneClaim claim)
    {
        var number = LaneHead.HandOf(claim.Head);
        if (number == claim.Hand || number >= _memory.Hands)
        {
            return;
        }

        var hand = _memory.Hand(number);
        var state = new HandState(Volatile.Read(ref hand->State));
        if (state.Kind == HandState.Intent && Volatile.Read(ref hand->Lane) == claim.Lane && Volatile.Read(ref hand->End) == claim.From)
        {
            _ = Interlocked.CompareExchange(ref hand->State, state.As(HandState.Held).Word, state.Word);
        }
    }

    /// <summary>Step 5.</summary>
    public bool TryMove(in LaneClaim claim)
    {
        ref var head = ref _memory.Lane(claim.Lane)->Head;
        var moved = LaneHead.Of(claim.End, claim.Hand);
        if (_isOnly)
        {
            Volatile.Write(ref head, moved);
            return true;
        }

        // Full fence: the intent comes before; pairs with the acquires of Head.
        return Interlocked.CompareExchange(ref head, moved, claim.Head) == claim.Head;
    }

    /// <summary>Step 6 of a claim that worked.</summary>
    public void Hold(in LaneClaim claim)
    {
        ref var state = ref _memory.Hand(claim.Hand)->State;
        Volatile.Write(ref state, new HandState(state).As(HandState.Held).Word);
        _heads[claim.Lane] = claim.End;
    }

    /// <summary>Step 6 of one that did not.</summary>
    public void Withdraw(in LaneClaim claim)
    {
        ref var state = ref _memory.Hand(claim.Hand)->State;
        Volatile.Write(ref state, new HandState(state).As(HandState.Idle).Word);
    }
}
