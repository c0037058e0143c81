namespace Mapwire;

/// <content>Where it begins, where it goes on after a loss, and what it looks like from outside.</content>
internal sealed unsafe partial class TopicReader
{
    private const int Tries = 64;
    private const int Looks = 16;
    private TopicLoss? _end;
    private long _readBefore;
    private long _lostBefore;

    /// <summary>Whether there may be something to read; a look without a write, while nobody reads.</summary>
    public bool LooksReady()
    {
        for (int lane = 0, used = _memory.LanesUsed; lane < used; lane++)
        {
            var position = Volatile.Read(ref _positions[lane]);
            if (Volatile.Read(ref *_memory.Word(lane, position)) != 0 || (_isChecked && !_memory.IsWhole(lane, position)))
            {
                return true;
            }
        }

        return _end is not null;
    }

    /// <summary>The same, for the thread that reads, or would.</summary>
    public bool LooksReadyInside()
    {
        Enter();
        try
        {
            return LooksReady();
        }
        finally
        {
            Leave();
        }
    }

    public override bool LooksReadyHere()
    {
        Enter();
        var isReady = Volatile.Read(ref *(long*)Place) != 0;
        Leave();
        return isReady;
    }

    public override long Marked => LaneMarks.TailOf(in *_memory.Lane(_lane));

    public override long AheadOf(long mark) => mark - Next;

    /// <summary>What was lost directly before the first of several that were taken is told with all of them.</summary>
    public void TellLossAgain() => _told = _serial;

    // Whoever publishes has seen the cursor, or is seen here to have gone past it; then this chooses again.
    private void Join(long history)
    {
        var state = default(SubscriberState);
        if (_slot >= 0)
        {
            var cell = _memory.Cell(_slot);
            (_readBefore, _lostBefore) = (cell->Read, cell->Lost);
            (cell->ReadBefore, cell->LostBefore) = (_readBefore, _lostBefore);
            for (var lane = 0; lane < _memory.Lanes; lane++)
            {
                Put(lane, _memory.NewestMark(lane));
            }

            state = new SubscriberState(cell->State).Next(_policy);

            // Full fence: pairs with the exchange of Limit by the publishers.
            _ = Interlocked.Exchange(ref cell->State, state.Word);
        }

        for (var lane = 0; lane < _memory.Lanes; lane++)
        {
            Choose(lane, history);
        }

        if (_slot >= 0)
        {
            // release: the cursors come before; pairs with the acquire of who looks
            Volatile.Write(ref _memory.Cell(_slot)->State, state.As(SubscriberState.Live).Word);
        }
    }

    private void Choose(int lane, long history)
    {
        for (var look = 0; look < Tries; look++)
        {
            Put(lane, look < Looks ? Find(lane, history) : _memory.NewestMark(lane));

            // Pairs with the exchange of Limit by the publisher: it has seen the cursor, or this sees Limit.
            Interlocked.MemoryBarrier();
            if (_memory.IsWhole(lane, _positions[lane]))
            {
                return;
            }
        }

        throw NoPlace(lane);
    }

    // So many messages before the end, or as many as the lane still has.
    private LaneMarkLayout Find(int lane, long history)
    {
        var mark = _memory.NewestMark(lane);
        for (var look = 0; look < Looks; look++)
        {
            var end = mark;
            if (TryWalk(lane, ref end, long.MaxValue))
            {
                var wanted = Math.Max(0, end.Written - history);
                var place = wanted >= mark.Written ? mark : Kept(lane, mark, wanted);
                if (history == 0)
                {
                    return end;
                }

                if (TryWalk(lane, ref place, wanted))
                {
                    return place;
                }
            }

            mark = _memory.NewestMark(lane);
        }

        return mark;
    }

    // The last kept mark before a message; the first where none is.
    private LaneMarkLayout Kept(int lane, LaneMarkLayout mark, long wanted)
    {
        var best = mark;
        var position = mark.Tail;
        for (var look = 0L; look <= _memory.Kept && position >= 0 && best.Written > wanted; look++, position -= _memory.KeptWords)
        {
            if (_memory.TryKept(lane, position, out var kept) && kept.Tail <= best.Tail && kept.Written <= best.Written && _memory.IsWhole(lane, kept.Tail))
            {
                best = kept;
            }
        }

        return best;
    }

    // From where a record begins to where so many messages lie before, or to the end; false where it was written over meanwhile.
    private bool TryWalk(int lane, ref LaneMarkLayout mark, long until)
    {
        var first = mark.Tail;
        while (mark.Written < until)
        {
            var word = Volatile.Read(ref *_memory.Word(lane, mark.Tail));
            if (!_memory.IsWhole(lane, mark.Tail) || mark.Tail - first > _words)
            {
                return false;
            }

            if (word == 0)
            {
                return true;
            }

            var (size, isMessage) = Measure(lane, word, mark.Tail);
            mark.Tail += size;
            mark.Written += isMessage ? 1 : 0;
        }

        return true;
    }

    // How many words a record has that was whole, and whether it is a message.
    private (long Size, bool IsMessage) Measure(int lane, long word, long position)
    {
        var left = _words - (position & (_words - 1));
        var size = LaneRecord.WordsOf(word);
        var isMessage = LaneRecord.StampOf(word) == LaneRecord.StampOf(position, _bits, LaneRecord.Message) && size <= left
            && LaneRecord.LengthOf(word) <= _memory.MostMessageBytes;
        return isMessage || (LaneRecord.StampOf(word) == LaneRecord.StampOf(position, _bits, LaneRecord.Pad) && size == left && left != _words)
            ? (size, isMessage)
            : throw LaneWalk.Damage(_memory, lane, position);
    }

    // The next message of a lane, over a pad, or behind what was lost.
    private bool TryFind(int lane, out long position, out int length)
    {
        for (var look = 0; look < Looks; look++)
        {
            position = _positions[lane];
            var word = Volatile.Read(ref *_memory.Word(lane, position));
            length = LaneRecord.LengthOf(word);
            if (_isChecked && !_memory.IsWhole(lane, position))
            {
                Overrun(lane);
                continue;
            }

            if (word == 0)
            {
                return false;
            }

            var (size, isMessage) = Measure(lane, word, position);
            if (isMessage)
            {
                return true;
            }

            Put(lane, new LaneMarkLayout { Tail = position + size, Written = _sequences[lane] });
        }

        (position, length) = (0, 0);
        return false;
    }

    private void Overrun(int lane)
    {
        var (from, sequence) = (_positions[lane], _sequences[lane]);
        var place = _policy == SubscriberPolicy.DropNewest ? Find(lane, 1) : Ahead(lane);
        if (place.Tail <= from || place.Written <= sequence)
        {
            throw _memory.Damage($"messages before {place.Tail} of lane {lane}", place.Written, $"more than {sequence}, since more lie before {from}");
        }

        _lost += place.Written - sequence;

        // With what was lost before and not told of.
        var first = _gaps[lane] >= 0 ? _gaps[lane] : sequence;
        if (_policy == SubscriberPolicy.Disconnect)
        {
            _end = new TopicLoss(lane, first, place.Written - 1);
            if (_slot >= 0)
            {
                Say(lane);
                ref var state = ref _memory.Cell(_slot)->State;
                Volatile.Write(ref state, new SubscriberState(state).As(SubscriberState.Disconnected).Word);
            }

            RequireConnected();
        }

        _gaps[lane] = first;
        Put(lane, place);
    }

    private void RequireConnected()
    {
        if (_end is { } loss)
        {
            // Nothing more is read in the fast way either.
            _fast = _fastValues = null;
            throw new SubscriberDisconnectedException(_memory.Name, loss);
        }
    }

    // A kept mark with a quarter of the ring before it that may still be read, so that the same does not happen again at once; or the last message. So there is one to tell with what was lost.
    private LaneMarkLayout Ahead(int lane)
    {
        for (var look = 0; look < Tries; look++)
        {
            var mark = _memory.NewestMark(lane);
            var least = Math.Clamp(_memory.Limit(lane) - _words, 0, mark.Tail) + (_words / 4);
            LaneMarkLayout? found = null;
            var position = least;
            for (var kept = 0L; kept <= _memory.Kept && position < mark.Tail; kept++, position += _memory.KeptWords)
            {
                if (_memory.TryKept(lane, position, out var one) && one.Tail >= least && one.Tail < mark.Tail)
                {
                    found = one;
                    break;
                }
            }

            var place = found ?? Find(lane, 1);
            if (_memory.IsWhole(lane, place.Tail))
            {
                return place;
            }
        }

        throw NoPlace(lane);
    }

    private InvalidRegionException NoPlace(int lane) =>
        _memory.Damage($"limit of lane {lane}", _memory.Limit(lane), "at most a ring behind the newer mark");

    private void Put(int lane, LaneMarkLayout place)
    {
        Volatile.Write(ref _positions[lane], place.Tail);
        _sequences[lane] = place.Written;
        Say(lane);
        if (lane == _lane && _ring != null)
        {
            _skew = place.Written - _serial;
            Aim(place.Tail);
        }
    }
}
