namespace Mapwire.Peer.Stress;

/// <summary>One thread of the run.</summary>
internal sealed class Lane
{
    private const int BetweenMeetings = 32;
    private readonly string _name;
    private readonly Locks _locks;
    private readonly Board _board;
    private readonly int _lane;
    private readonly bool _isMember;
    private readonly Random _random;
    private readonly Waits _waits;
    private readonly long _id;
    private long _phase = -1;
    private int _sinceMeeting;

    public Lane(string name, Locks locks, int lane, bool isMember, Random random)
    {
        _name = name;
        _locks = locks;
        _board = locks.Board;
        _lane = lane;
        _isMember = isMember;
        _random = random;
        _waits = new Waits(random, what => Wrong($"{what} has not come"));
        var slot = locks.Region.Region.Slot;
        _id = ((long)locks.State(slot) << 16) | (uint)slot;
    }

    public long Run()
    {
        var done = Volatile.Read(ref _board.Done(_lane));
        while (Volatile.Read(ref _board.Stop) == 0)
        {
            try
            {
                Step((Mode)Volatile.Read(ref _board.Mode));
            }
            catch (Exception failure) when (Volatile.Read(ref _board.Fault) == 0)
            {
                throw Wrong(failure.ToString());
            }

            Volatile.Write(ref _board.Done(_lane), ++done);

            // Who began the run is in slot 0; without it nobody would say stop.
            if (done % 1024 == 0 && !_locks.Region.Region.Slots.Locks.IsTaken(0))
            {
                break;
            }
        }

        return done;
    }

    private void Step(Mode mode)
    {
        var mayGiveUp = mode == Mode.Everything;
        if (_isMember && (mode == Mode.Barrier || ++_sinceMeeting >= BetweenMeetings))
        {
            Meet();
            return;
        }

        switch (mode == Mode.Everything ? (Mode)_random.Next((int)Mode.Everything + 1) : mode)
        {
            case Mode.Mutex:
                Add(mayGiveUp ? _random.Next(2) : 0, mayGiveUp);
                break;
            case Mode.OwnMutex:
                Add(2, mayGiveUp);
                break;
            case Mode.Semaphore:
                TakePermit(mayGiveUp);
                break;
            case Mode.ReadAndWrite when _random.Next(3) == 0:
                Write(mayGiveUp);
                break;
            case Mode.ReadAndWrite:
                Read(mayGiveUp);
                break;
            case Mode.Once:
                DoOnce();
                break;
            case Mode.Everything:
                Signal();
                break;
            default:
                Add(0, mayGiveUp);
                break;
        }
    }

    private void Add(int mutex, bool mayGiveUp)
    {
        if (!_waits.TryAcquire(_locks.Mutexes[mutex], mayGiveUp, out var hold))
        {
            return;
        }

        ref var intent = ref _board.Intent(mutex);
        if (hold.IsAbandoned)
        {
            Repair(mutex);
            hold.MarkRepaired();
        }
        else if (Volatile.Read(ref intent) != 0)
        {
            throw Wrong($"Mutex {mutex}: lane {intent - 1} is in the middle of an update, and nobody was told");
        }

        var before = _board.Value(mutex);
        _board.Before(mutex) = before;
        _board.LaneBefore(mutex) = _board.Committed(mutex, _lane);
        Volatile.Write(ref intent, _lane + 1);
        Volatile.Write(ref _board.Value(mutex), before + 1);
        Linger();
        if (Volatile.Read(ref _board.Value(mutex)) != before + 1 || Volatile.Read(ref intent) != _lane + 1)
        {
            throw Wrong($"Mutex {mutex}: lane {intent - 1} wrote as well");
        }

        _board.Committed(mutex, _lane)++;
        Volatile.Write(ref intent, 0);
        hold.Release();
        _board.Known(mutex, _lane)++;
    }

    private void Repair(int mutex)
    {
        if (Volatile.Read(ref _board.Intent(mutex)) is not 0 and var lane)
        {
            _board.Value(mutex) = _board.Before(mutex);
            _board.Committed(mutex, (int)lane - 1) = _board.LaneBefore(mutex);
            Volatile.Write(ref _board.Intent(mutex), 0);
        }
    }

    private void TakePermit(bool mayGiveUp)
    {
        if (!_waits.TryAcquire(_locks.Semaphore, mayGiveUp, out var hold))
        {
            return;
        }

        // More than one, so that one death sets several free; without waiting for it, since all could wait for the last then.
        List<SemaphoreHold> holds = [hold];
        while (_random.Next(2) == 0 && _locks.Semaphore.TryAcquire(out hold))
        {
            holds.Add(hold);
        }

        foreach (var one in holds)
        {
            ref var holder = ref _board.Holder(one.Ticket.Index);
            MustBeDead(ref holder, "has the same permit");
            Volatile.Write(ref holder, _id);
        }

        Linger();
        foreach (var one in holds)
        {
            ref var holder = ref _board.Holder(one.Ticket.Index);
            if (Volatile.Read(ref holder) != _id)
            {
                throw Wrong("A permit was given twice");
            }

            Volatile.Write(ref holder, 0);
            one.Release();
        }
    }

    private void Write(bool mayGiveUp)
    {
        if (!_waits.TryAcquireWrite(_locks.Both, mayGiveUp, out var hold))
        {
            return;
        }

        var other = Interlocked.Exchange(ref _board.Writer, _id);
        if (hold.IsAbandoned)
        {
            _board.Second = _board.First;
            hold.MarkRepaired();
        }
        else if (other != 0 || _board.First != _board.Second)
        {
            throw Wrong($"Slot {other & 0xFFFF} is writing, or was, and nobody was told");
        }

        for (var lane = 0; lane < Board.Lanes; lane++)
        {
            MustBeDead(ref _board.Reader(lane), "reads beside a writer");
        }

        var now = ++_board.First;
        Linger();
        _board.Second++;
        if (_board.First != now || _board.Second != now || Volatile.Read(ref _board.Writer) != _id)
        {
            throw Wrong("Somebody wrote beside a writer");
        }

        Volatile.Write(ref _board.Writer, 0);
        hold.Release();
    }

    private void Read(bool mayGiveUp)
    {
        if (!_waits.TryAcquireRead(_locks.Both, mayGiveUp, out var hold))
        {
            return;
        }

        Volatile.Write(ref _board.Reader(_lane), _id);
        var (writer, first, second) = (Volatile.Read(ref _board.Writer), _board.First, _board.Second);
        Linger();
        if (Volatile.Read(ref _board.First) != first || Volatile.Read(ref _board.Second) != second)
        {
            throw Wrong("Somebody wrote beside a reader");
        }

        if (!hold.IsAbandoned && (writer != 0 || first != second))
        {
            throw Wrong($"Slot {writer & 0xFFFF} was writing, and a reader was not told");
        }

        Volatile.Write(ref _board.Reader(_lane), 0);
        hold.Release();
    }

    private void Meet()
    {
        _sinceMeeting = 0;
        var phase = _waits.Meet(_locks.Barrier);
        if (phase.Number <= _phase)
        {
            throw Wrong($"Phase {phase.Number} came after {_phase}");
        }

        _phase = phase.Number;
    }

    private void DoOnce()
    {
        var number = (int)Volatile.Read(ref _board.Once);
        if (number >= Volatile.Read(ref _board.OnceLimit))
        {
            Add(0, mayGiveUp: false);
            return;
        }

        using var turn = _waits.Enter(_locks.Once(number));
        if (turn.IsMine)
        {
            if (!turn.IsRetry && Interlocked.Exchange(ref _board.Begun(number), _id) != 0)
            {
                throw Wrong($"Once {number} was begun twice, and nobody was told");
            }

            Linger();
            if (Interlocked.Exchange(ref _board.Finished(number), 1) != 0 && !turn.IsRetry)
            {
                throw Wrong($"Once {number} was done twice");
            }

            turn.Complete();
        }
        else if (Volatile.Read(ref _board.Finished(number)) == 0)
        {
            throw Wrong($"Once {number} was not done");
        }

        _ = Interlocked.CompareExchange(ref _board.Once, number + 1, number);
    }

    private void Signal()
    {
        if (_random.Next(2) == 0)
        {
            _locks.Signal.Set();
        }
        else
        {
            _ = _locks.Signal.Wait(TimeSpan.FromMilliseconds(_random.Next(3)));
        }
    }

    // Whoever has written its name there has died: its slot changes, and what it wrote does not.
    private void MustBeDead(ref long word, string what)
    {
        var other = Volatile.Read(ref word);
        if (other == 0)
        {
            return;
        }

        var wait = Waits.Limit();
        while (_locks.State((int)(other & 0xFFFF)) == (uint)(other >> 16))
        {
            if (Volatile.Read(ref word) != other || wait.IsOver)
            {
                throw Wrong($"Slot {other & 0xFFFF}, which lives, {what}");
            }

            _locks.Region.Region.Slots.RecoverDead();
            Thread.Yield();
        }
    }

    private void Linger() => Thread.SpinWait(_random.Next(100));

    private InvalidOperationException Wrong(string what)
    {
        var text = $"Lane {_lane}, slot {_id & 0xFFFF}: {what}.\n{Sight.Of(_name)}";
        _board.Say(text);
        return new InvalidOperationException(text);
    }
}
