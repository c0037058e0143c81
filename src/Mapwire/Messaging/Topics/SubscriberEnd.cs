using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The reading end of a topic, whatever becomes of it when it is slow.</summary>
internal sealed partial class SubscriberEnd : IDisposable
{
    private readonly SubscriberSeat _seat;
    private readonly TopicReader _lanes;
    private readonly TopicBacklog? _backlog;

    private SubscriberEnd(SubscriberSeat seat, TopicOptions options)
    {
        _seat = seat;
        try
        {
            _lanes = new TopicReader(seat.Memory, seat.Slot, options.Policy, options.History);
            seat.Take(this, _lanes);
            if (options.Policy == SubscriberPolicy.DropNewest)
            {
                _backlog = new TopicBacklog(seat, _lanes, options.Backlog);
            }
        }
        catch
        {
            seat.Dispose();
            throw;
        }
    }

    public string Name => _seat.Name;

    public TopicCounts Counts => _seat.Counts;

    public string Error => _seat.Error;

    public bool IsClosed => _lanes.IsClosed;

    /// <summary>The number of the message that was read last, as long as it may be used.</summary>
    public long Serial => _backlog is null ? _lanes.Serial : _backlog.Serial;

    /// <summary>The sequence of the message that was read last.</summary>
    public long Sequence => _backlog is null ? _lanes.Sequence : _backlog.Last.Sequence;

    /// <summary>The lane of the message that was read last.</summary>
    public int Lane => _backlog is null ? _lanes.Lane : _backlog.Last.Lane;

    /// <summary>What was lost directly before what was read last.</summary>
    public TopicLoss? Loss => _backlog is null ? _lanes.Loss : _backlog.Last.Loss;

    public long Lost => _lanes.Lost;

    public static SubscriberEnd Create(string name, TopicOptions options, MessageType type)
    {
        RequirePossible(options);
        return options.IsReadOnly
            ? throw new ArgumentException($"A subscriber that only looks cannot create {name}: nobody would ever publish to it. Open it, or leave IsReadOnly out.", nameof(options))
            : new SubscriberEnd(new TopicSeat(TopicHandle.Create(name, options, type), options.Policy), options);
    }

    public static SubscriberEnd? TryOpen(string name, TopicOptions options, MessageType type)
    {
        RequirePossible(options);
        SubscriberSeat? seat = options.IsReadOnly ? ReadOnlySeat.TryOpen(name, options, type)
            : TopicHandle.TryOpen(name, options, type) is { } handle ? new TopicSeat(handle, options.Policy)
            : null;
        return seat is null ? null : new SubscriberEnd(seat, options);
    }

    public static SubscriberEnd CreateOrOpen(string name, TopicOptions options, MessageType type, out bool created)
    {
        created = false;
        return options.IsReadOnly ? TryOpen(name, options, type) ?? throw Throw.NotFound(Platform.MapName.Parse(name).FullName)
            : new SubscriberEnd(new TopicSeat(TopicHandle.CreateOrOpen(name, options, type, out created), options.Policy), options);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out nint message, out int length) => _lanes.TryTakeFast(out message, out length) || TryReadSlowly(out message, out length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead<T>(out T message)
        where T : unmanaged => _lanes.TryTakeFast(out message) || TryReadSlowly(out message);

    /// <summary>Reads as many of one lane as there are, up to a loss.</summary>
    public int TryRead<T>(Span<T> messages)
        where T : unmanaged
    {
        if (_backlog is not null)
        {
            return messages.Length > 0 && TryReadSlowly(out messages[0]) ? 1 : 0;
        }

        _lanes.Enter();
        try
        {
            var count = messages.Length == 0 ? 0 : _lanes.TakeRun(messages);
            if (count > 0 || messages.Length == 0 || !TryNext(out var message, out var length))
            {
                return count;
            }

            messages[0] = Value<T>(message, length);
            var hasLoss = _lanes.Loss is not null;
            count = 1;
            while (count < messages.Length && _lanes.TakeRun(messages[count..]) is > 0 and var taken)
            {
                count += taken;
            }

            if (hasLoss)
            {
                _lanes.TellLossAgain();
            }

            return count;
        }
        finally
        {
            _lanes.Leave();
        }
    }

    /// <summary>Waits until a try may be worth it; false when the time is over, or nothing will ever come.</summary>
    public bool AwaitMore(Deadline deadline) => !IsFinished && Await(deadline) && !deadline.IsOver;

    public bool WaitToRead(Deadline deadline)
    {
        LetGo();
        return LooksReady() || (!IsFinished && Await(deadline) && !IsFinished);
    }

    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellation)
    {
        LetGo();
        return !cancellation.IsCancellationRequested && LooksReady() ? new ValueTask<bool>(true)
            : _backlog is null ? _seat.WaitAsync(cancellation)
            : _backlog.WaitAsync(cancellation);
    }

    /// <summary>Whether there may be something to read from the lanes; a look without a write, while nobody reads.</summary>
    public bool LanesLookReady() => _lanes.LooksReady();

    public TopicCompletedException Completed() => new(Name, Error);

    public void RequireNoError()
    {
        if (Error.Length > 0)
        {
            throw Completed();
        }
    }

    /// <summary>What to throw where nothing came.</summary>
    public Exception Nothing(TimeSpan timeout) => IsFinished ? Completed() : Throw.NothingInTime(Name, timeout);

    public void Dispose()
    {
        _seat.Dispose();
        _backlog?.Dispose();
    }

    // Whether there is nothing to read and never will be. Read in this order: what is published is published before the end.
    private bool IsFinished
    {
        get
        {
            RequireOpen();
            return _seat.IsCompleted && !LooksReady();
        }
    }

    private bool LooksReady() => _backlog is null ? _lanes.LooksReadyInside() : _backlog.LooksReady();

    private bool Await(Deadline deadline) => _backlog is null ? _seat.Await(deadline) : _backlog.Await(deadline);

    // Of the message that was read last: who waits for another must not keep the room that its publisher waits for.
    private void LetGo()
    {
        if (_backlog is not null)
        {
            _backlog.LetGo();
            return;
        }

        _lanes.Enter();
        try
        {
            _seat.Freed(_lanes.LetGo());
        }
        finally
        {
            _lanes.Leave();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadSlowly(out nint message, out int length)
    {
        if (_backlog is not null)
        {
            return _backlog.TryTake(out message, out length);
        }

        _lanes.Enter();
        try
        {
            return TryNext(out message, out length);
        }
        finally
        {
            _lanes.Leave();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadSlowly<T>(out T message)
        where T : unmanaged
    {
        var isTaken = TryReadSlowly(out var place, out var length);
        message = isTaken ? Value<T>(place, length) : default;
        return isTaken;
    }

    private bool TryNext(out nint message, out int length)
    {
        var freed = -1;
        _seat.Near();
        try
        {
            return _lanes.TryTake(out message, out length, out freed);
        }
        finally
        {
            _seat.Freed(freed);
        }
    }

    // A length is checked, for who wrote it may be wrong.
    private unsafe T Value<T>(nint message, int length)
        where T : unmanaged => length == sizeof(T)
        ? Unsafe.ReadUnaligned<T>((void*)message)
        : throw Throw.Damaged(Name, "length of a message", length.ToString(CultureInfo.InvariantCulture), sizeof(T).ToString(CultureInfo.InvariantCulture));

    private void RequireOpen()
    {
        if (IsClosed)
        {
            throw Throw.HandleClosed(Name);
        }
    }

    private static void RequirePossible(TopicOptions options)
    {
        if (options.IsReadOnly && options.Policy is not (SubscriberPolicy.DropOldest or SubscriberPolicy.Disconnect))
        {
            throw new ArgumentException(
                $"A subscriber that only looks cannot have the policy {options.Policy}: nobody knows of it. It can be DropOldest or Disconnect.", nameof(options));
        }
    }
}
