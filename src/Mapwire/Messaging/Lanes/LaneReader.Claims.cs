namespace Mapwire;

/// <content>How it comes to what it takes, and lets go of it.</content>
internal sealed unsafe partial class LaneReader
{
    /// <summary>Lets go of what was claimed, if all of it was taken, and claims more: first what others left, then from the lanes in turn.</summary>
    /// <param name="freed">The lane in which there is room now; -1 for none.</param>
    public bool TryClaim(out int freed)
    {
        if (_current >= 0 && IsOpen && IsAlone())
        {
            freed = LetGoOpen();
            RequireOwnHead();
            return Volatile.Read(ref *_memory.Word(_lane, Next)) != 0;
        }

        freed = LetGo();
        if (_table.TryAdopt(0) is >= 0 and var orphan)
        {
            BeginRun(orphan, isRedelivered: true);
            return true;
        }

        for (int i = 1, used = _memory.LanesUsed; i <= used; i++)
        {
            var lane = (_lane + i) % used;
            if (_isOnly ? TryBeginOpen(lane) : _claims.TryClaim(lane, _own, _prefetch, 0))
            {
                if (!_isOnly)
                {
                    BeginRun(_own, isRedelivered: false);
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>Lets go of what was claimed, if all of it was taken.</summary>
    /// <returns>The lane in which there is room now; -1 for none.</returns>
    public int LetGo()
    {
        if (_current < 0 || HasMore)
        {
            return -1;
        }

        CountRead();
        if (_current == _own)
        {
            _table.LetGo(_own);
        }
        else
        {
            _table.Free(_current);
        }

        (_current, _cursorShift) = (-1, 0);
        _end = Next;
        _fast = Place;
        return _lane;
    }

    /// <summary>Lets go of what was taken, where there is nothing more of what was claimed with it, and stays where it is.</summary>
    /// <returns>The lane in which there is room now; -1 for none.</returns>
    public int LetGoOfTaken() => _current >= 0 && IsOpen ? LetGoOpen() : LetGo();

    public override bool LooksReadyHere()
    {
        Enter();
        var isReady = _current >= 0 && IsOpen ? Volatile.Read(ref *_memory.Word(_lane, Next)) != 0 : _claims.LooksReady(_lane);
        Leave();
        return isReady;
    }

    public override long Plenty => _words / 4;

    public override long MarkedAhead()
    {
        Enter();
        var ahead = _claims.MarkedTail(_lane) - Next;
        Leave();
        return ahead;
    }

    /// <summary>Leaves what was claimed and not taken to whoever takes it first.</summary>
    /// <exception cref="InvalidOperationException">There is no other hand for this reader.</exception>
    /// <returns>The lane in which there is room now; -1 for none.</returns>
    public int Abandon()
    {
        if (!HasMore)
        {
            return -1;
        }

        if (_current == _own)
        {
            _own = _table.TakeAny();
        }

        CountRead();
        _table.Abandon(_current, isDone: true);
        (_current, _end) = (-1, Next);
        _fast = Place;
        return _lane;
    }

    // What was taken since the run began was read.
    private void CountRead()
    {
        Volatile.Write(ref _cell->Read, _cell->Read + (_serial - _first));
        Volatile.Write(ref _cell->Redelivered, _cell->Redelivered + (_isRedelivered ? _serial - _first : 0));
        _first = ++_serial;
    }

    // Whether there is nothing elsewhere: neither what others left nor in another lane.
    private bool IsAlone()
    {
        if (Flag.IsRaised(Volatile.Read(ref _memory.Queue->Orphans)))
        {
            return false;
        }

        for (int lane = 0, used = _memory.LanesUsed; lane < used; lane++)
        {
            if (lane != _lane && _claims.LooksReady(lane))
            {
                return false;
            }
        }

        return true;
    }

    // Nobody else moves the Head of the only reader; and whoever waits looks there.
    private void RequireOwnHead()
    {
        var next = Next;
        var head = LaneHead.PositionNear(Volatile.Read(ref _memory.Lane(_lane)->Head), next);
        if (head != next)
        {
            throw _memory.Damage($"claimed words of lane {_lane}", head, $"{next}");
        }
    }

    // Lets go of what was taken and keeps the hand at its lane, so that the next message is taken at a look.
    private int LetGoOpen()
    {
        if (_serial == _first)
        {
            return -1;
        }

        var next = Next;
        var hand = _memory.Hand(_own);
        (hand->Next, hand->End) = (next, next);

        // release: the program's last use of the messages comes before; pairs with the acquire in LaneBound
        Volatile.Write(ref hand->Start, next);
        CountRead();
        _end = next + _mostWords;
        Aim(next);
        return _lane;
    }

    private void BeginRun(int hand, bool isRedelivered)
    {
        (var next, _end, _lane) = HandTable.Read(_memory, hand);
        _cursor = &_memory.Hand(hand)->Next;
        (_cursorShift, _cursorHand) = (0, 0);
        _isRedelivered = isRedelivered;
        Begin(hand, next);
    }

    private bool TryBeginOpen(int lane)
    {
        if (!_claims.LooksReady(lane))
        {
            return false;
        }

        var from = _claims.HeadOf(lane, out _);
        _table.Hold(_own, lane, from);
        (_end, _lane) = (from + _mostWords, lane);
        _cursor = &_memory.Lane(lane)->Head;
        (_cursorShift, _cursorHand) = (LaneHead.HandBits, _own);
        _isRedelivered = false;
        Begin(_own, from);
        return true;
    }

    private void Begin(int hand, long next)
    {
        _current = hand;
        _first = _serial;
        Aim(next);
    }
}
