using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Publishes values of one type to a topic, whose messages go to every subscriber.</summary>
/// <typeparam name="T">The type; subscribers open the topic with the same.</typeparam>
/// <remarks>As <see cref="Publisher"/> in everything else.</remarks>
public sealed class Publisher<T> : IDisposable
    where T : unmanaged
{
    private readonly WriterEnd _end;

    private Publisher(WriterEnd end) => _end = end;

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

    /// <summary>Creates a topic under a name that nobody holds, and opens it to publish.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The publisher; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static Publisher<T> Create(string name, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        return new(new WriterEnd(TopicHandle.Create(name, options, MessageType.Of<T>())));
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
    public static Publisher<T> Open(string name, TopicOptions? options = null) =>
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
    public static bool TryOpen(string name, [NotNullWhen(true)] out Publisher<T>? opened, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        opened = TopicHandle.TryOpen(name, options, MessageType.Of<T>()) is { } handle ? new Publisher<T>(new WriterEnd(handle)) : null;
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
    public static Publisher<T> CreateOrOpen(string name, out bool created, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        return new(new WriterEnd(TopicHandle.CreateOrOpen(name, options, MessageType.Of<T>(), out created)));
    }

    /// <summary>Publishes a message if there is room.</summary>
    /// <param name="message">The value.</param>
    /// <returns>False where there is no room, or the topic was completed.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    public bool TryPublish(in T message) => _end.TryWrite(message);

    /// <summary>Publishes as many messages as there is room for, and wakes subscribers once.</summary>
    /// <param name="messages">The values.</param>
    /// <returns>How many were published: the first ones; 0 where the topic was completed.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    public int TryPublish(ReadOnlySpan<T> messages) => _end.TryWrite(messages);

    /// <summary>Publishes a message, and waits for room if there is none.</summary>
    /// <param name="message">The value.</param>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>False where there was no room in time, or the topic was completed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public bool TryPublish(in T message, TimeSpan timeout)
    {
        var deadline = Deadline.After(timeout);
        while (!TryPublish(message))
        {
            if (!_end.AwaitMoreRoom(Unsafe.SizeOf<T>(), deadline))
            {
                return TryPublish(message);
            }
        }

        return true;
    }

    /// <summary>Publishes a message, and waits for room as long as it takes.</summary>
    /// <param name="message">The value.</param>
    /// <exception cref="TopicCompletedException">The topic was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public void Publish(in T message) => Publish(message, Timeout.InfiniteTimeSpan);

    /// <summary>Publishes a message, and waits for room.</summary>
    /// <param name="message">The value.</param>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">There was no room in time.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public void Publish(in T message, TimeSpan timeout)
    {
        if (!TryPublish(message, timeout))
        {
            throw _end.NoRoom(timeout);
        }
    }

    /// <summary>Publishes a message, and waits for room without a thread.</summary>
    /// <param name="message">The value.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A task that ends when the message is published.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was published.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public async ValueTask PublishAsync(T message, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        while (!TryPublish(message))
        {
            _end.RequireOpen();
            _ = await _end.AwaitRoomAsync(Unsafe.SizeOf<T>(), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits without a thread until there is room.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where the topic was completed.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="InvalidOperationException">Another thread is publishing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The publisher was disposed, before or while it waited.</exception>
    public ValueTask<bool> WaitToPublishAsync(CancellationToken cancellation = default) =>
        _end.AwaitRoomAsync(Unsafe.SizeOf<T>(), cancellation);

    /// <summary>Ends the topic: nothing more is published to it, and subscribers end when they have read what is in it.</summary>
    /// <param name="error">What went wrong, for those who read to the end; cut to 256 bytes. Null for nothing.</param>
    /// <remarks>For the last publisher, or when the others have stopped: a message that another publisher is just publishing is refused or is still read, or left where the subscribers have gone.</remarks>
    /// <returns>False where it had been completed before.</returns>
    /// <exception cref="ObjectDisposedException">The publisher was disposed.</exception>
    public bool Complete(string? error = null) => _end.TryComplete(error ?? string.Empty);

    /// <summary>Closes the publisher. What it has published stays for the subscribers as long as anybody has the topic open. A second time does nothing.</summary>
    public void Dispose() => _end.Dispose();
}
