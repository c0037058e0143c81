using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>Publishes messages of bytes to a topic, which go to every subscriber.</summary>
/// <remarks>
/// <para>Any number of publishers and subscribers, in any process, come and go at any time. Each publisher has a lane of its own in the topic, so publishers do not meet, and the
/// messages of one publisher are read in the order in which it published them. Their sequence counts from 0 for each lane, and goes on where another publisher takes the lane over.</para>
/// <para>It waits for those subscribers only that ask for it (<see cref="SubscriberPolicy.Block"/>, the default); where there are none, there always is room, and what is old is written over.</para>
/// <para>A publisher that dies loses what it had not published, stands in nobody's way, and leaves what it had. The topic goes with the last handle.</para>
/// <para>A death is noticed by who waits, publisher or subscriber, and by who opens the topic. A publisher that only ever tries notices none, and finds no room while one has died for whom it waits.</para>
/// <para>For one thread at a time; another thread opens a publisher of its own. A second thread is refused where it is seen, which is not certain: it may write over what is not read yet.
/// Only Dispose may be called from any thread, at any time.</para>
/// </remarks>
[SuppressMessage("Usage", "CA2213", Justification = "A claim holds nothing but the publisher itself.")]
public sealed class Publisher : IDisposable
{
    private readonly WriterEnd _end;
    private readonly MessageClaim _claim;

    private Publisher(WriterEnd end)
    {
        _end = end;
        _claim = new MessageClaim(end);
    }

    /// <summary>The full name with its prefix.</summary>
    public string Name => _end.Handle.Name;

    /// <summary>What has gone through the topic, over all publishers and subscribers.</summary>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    public TopicCounts Counts => ((TopicHandle)_end.Handle).Counts;

    /// <summary>The number of this publisher's lane, by which subscribers know its messages.</summary>
    public int Number => _end.Lane;

    /// <summary>Who subscribes: each gets what is published from now on. But for those that only look (<see cref="TopicOptions.IsReadOnly"/>). What they lag behind is told of this publisher.</summary>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    public IReadOnlyList<SubscriberInfo> Subscribers => ((TopicHandle)_end.Handle).SubscribersOf(_end.Lane);

    /// <summary>Of those for whom this publisher waits, the one that lags behind most; null where there is none.</summary>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    public SubscriberInfo? SlowestSubscriber => Subscribers.Where(one => one.Policy == SubscriberPolicy.Block).MaxBy(one => one.LagBytes);

    /// <summary>How many bytes a message may have.</summary>
    public int MaxMessageSize => _end.MostBytes;

    /// <summary>Creates a topic under a name that nobody holds, and opens it to publish.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The publisher; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static Publisher Create(string name, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        return new(new WriterEnd(TopicHandle.Create(name, options, MessageType.Bytes)));
    }

    /// <summary>Opens a topic that somebody holds, to publish.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The publisher; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another publisher; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static Publisher Open(string name, TopicOptions? options = null) =>
        TryOpen(name, out var opened, options) ? opened : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens a topic if somebody holds it, to publish.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The publisher, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, TopicOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another publisher; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out Publisher? opened, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        opened = TopicHandle.TryOpen(name, options, MessageType.Bytes) is { } handle ? new Publisher(new WriterEnd(handle)) : null;
        return opened is not null;
    }

    /// <summary>Opens a topic if somebody holds it, and creates it if nobody does, to publish.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether it was created.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The publisher; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another publisher; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static Publisher CreateOrOpen(string name, out bool created, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        return new(new WriterEnd(TopicHandle.CreateOrOpen(name, options, MessageType.Bytes, out created)));
    }

    /// <summary>Publishes a message if there is room.</summary>
    /// <param name="message">The bytes; none is a message too.</param>
    /// <returns>False where there is no room, or the topic was completed.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    public bool TryPublish(ReadOnlySpan<byte> message) => _end.TryWrite(message);

    /// <summary>Publishes a message, and waits for room if there is none.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>False where there was no room in time, or the topic was completed.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public bool TryPublish(ReadOnlySpan<byte> message, TimeSpan timeout)
    {
        var deadline = Deadline.After(timeout);
        while (!TryPublish(message))
        {
            if (!_end.AwaitMoreRoom(message.Length, deadline))
            {
                return TryPublish(message);
            }
        }

        return true;
    }

    /// <summary>Publishes a message, and waits for room as long as it takes.</summary>
    /// <param name="message">The bytes.</param>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public void Publish(ReadOnlySpan<byte> message) => Publish(message, Timeout.InfiniteTimeSpan);

    /// <summary>Publishes a message, and waits for room.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">There was no room in time.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public void Publish(ReadOnlySpan<byte> message, TimeSpan timeout)
    {
        if (!TryPublish(message, timeout))
        {
            throw _end.NoRoom(timeout);
        }
    }

    /// <summary>Publishes a message, and waits for room without a thread.</summary>
    /// <param name="message">The bytes; they must stay as they are until it is published.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A task that ends when the message is published.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was published.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public async ValueTask PublishAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        while (!TryPublish(message.Span))
        {
            _end.RequireOpen();
            _ = await _end.AwaitRoomAsync(message.Length, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits without a thread until there is room.</summary>
    /// <param name="length">For a message of how many bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where the topic was completed.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public ValueTask<bool> WaitToPublishAsync(int length, CancellationToken cancellation = default) =>
        _end.AwaitRoomAsync(length, cancellation);

    /// <summary>Claims room for a message, to write it in place and publish it, if there is room.</summary>
    /// <param name="length">How many bytes the message has at most.</param>
    /// <param name="claim">The room; publish or dispose it before the next message.</param>
    /// <returns>False where there is no room, or the topic was completed.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>, or its length is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    public bool TryClaim(int length, [NotNullWhen(true)] out MessageClaim? claim)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        claim = null;
        if (_end.TryClaim(length, out var offset))
        {
            claim = _claim;
            claim.Begin(offset, length);
        }

        return claim is not null;
    }

    /// <summary>Claims room for a message, to write it in place and publish it, and waits for it.</summary>
    /// <param name="length">How many bytes the message has at most.</param>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>The room; publish or dispose it before the next message.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>, or a number is negative.</exception>
    /// <exception cref="TimeoutException">There was no room in time.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public MessageClaim Claim(int length, TimeSpan timeout)
    {
        var deadline = Deadline.After(timeout);
        MessageClaim? claim;
        while (!TryClaim(length, out claim))
        {
            _end.RequireOpen();
            if (!_end.AwaitRoom(length, deadline) || deadline.IsOver)
            {
                return TryClaim(length, out claim) ? claim : throw Throw.NoRoomInTime(Name, timeout);
            }
        }

        return claim;
    }

    /// <summary>Ends the topic: nothing more is published to it, and subscribers end when they have read what is in it.</summary>
    /// <param name="error">What went wrong, for those who read to the end; cut to 256 bytes. Null for nothing.</param>
    /// <remarks>For the last publisher, or when the others have stopped: a message that another publisher is just publishing is refused or is still read, or left where the subscribers have gone.</remarks>
    /// <returns>False where it had been completed before.</returns>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    public bool Complete(string? error = null) => _end.TryComplete(error ?? string.Empty);

    /// <summary>Closes the publisher. What it has published stays for the subscribers as long as anybody has the topic open. A second time does nothing.</summary>
    public void Dispose() => _end.Dispose();
}
