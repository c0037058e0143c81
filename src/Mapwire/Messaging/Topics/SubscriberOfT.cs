using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Reads the values of one type that are published to a topic: all of them, from when it joined.</summary>
/// <typeparam name="T">The type; publishers open the topic with the same.</typeparam>
/// <remarks>As <see cref="Subscriber"/> in everything else, but for that a value is a copy, and several can be read at once. <see cref="Loss"/> tells what was lost directly before
/// what was read last.</remarks>
public sealed class Subscriber<T> : IDisposable
    where T : unmanaged
{
    private readonly SubscriberEnd _end;

    private Subscriber(SubscriberEnd end) => _end = end;

    /// <summary>The full name with its prefix.</summary>
    public string Name => _end.Name;

    /// <summary>What has gone through the topic, over all publishers and subscribers.</summary>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed.</exception>
    public TopicCounts Counts => _end.Counts;

    /// <summary>What the topic was completed with; empty for nothing, or not yet.</summary>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed.</exception>
    public string Error => _end.Error;

    /// <summary>How many messages this subscriber has lost, told of or not.</summary>
    public long Lost => _end.Lost;

    /// <summary>What was lost directly before the message that was read last, or before the first of those that were read at once; null for nothing.</summary>
    public TopicLoss? Loss => _end.Loss;

    /// <summary>The sequence of the message that was read last: how many its publisher's lane had published before it.</summary>
    public long Sequence => _end.Sequence;

    /// <summary>The number of the lane of the publisher of the message that was read last.</summary>
    public int Publisher => _end.Lane;

    /// <summary>Creates a topic under a name that nobody holds, and opens it to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The subscriber; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static Subscriber<T> Create(string name, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        return new(SubscriberEnd.Create(name, options, MessageType.Of<T>()));
    }

    /// <summary>Opens a topic that somebody holds, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The subscriber; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another subscriber; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static Subscriber<T> Open(string name, TopicOptions? options = null) =>
        TryOpen(name, out var opened, options) ? opened : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens a topic if somebody holds it, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The subscriber, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, TopicOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another subscriber; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out Subscriber<T>? opened, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        opened = SubscriberEnd.TryOpen(name, options, MessageType.Of<T>()) is { } end ? new Subscriber<T>(end) : null;
        return opened is not null;
    }

    /// <summary>Opens a topic if somebody holds it, and creates it if nobody does, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether it was created.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The subscriber; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another subscriber; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static Subscriber<T> CreateOrOpen(string name, out bool created, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        return new(SubscriberEnd.CreateOrOpen(name, options, MessageType.Of<T>(), out created));
    }

    /// <summary>Reads a message if there is one.</summary>
    /// <param name="message">The value.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out T message) => _end.TryRead(out message);

    /// <summary>Reads as many messages as there are of one publisher in a row, without a loss between them.</summary>
    /// <param name="messages">Where they go.</param>
    /// <returns>How many there were; 0 where there is none.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed.</exception>
    public int TryRead(Span<T> messages) => _end.TryRead(messages);

    /// <summary>Reads a message, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="message">The value.</param>
    /// <returns>False where none came in time, or none will ever come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public bool TryRead(TimeSpan timeout, out T message)
    {
        var deadline = Deadline.After(timeout);
        while (!TryRead(out message))
        {
            if (!_end.AwaitMore(deadline))
            {
                return TryRead(out message);
            }
        }

        return true;
    }

    /// <summary>Reads a message, and waits for it as long as it takes.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="TopicCompletedException">The topic was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public T Read() => Read(Timeout.InfiniteTimeSpan);

    /// <summary>Reads a message, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public T Read(TimeSpan timeout) =>
        TryRead(timeout, out var message) ? message : throw _end.Nothing(timeout);

    /// <summary>Reads a message, and waits for it without a thread.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The value.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was taken.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public async ValueTask<T> ReadAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        T message;
        while (!TryRead(out message))
        {
            if (!await WaitToReadAsync(cancellation).ConfigureAwait(false) && !TryRead(out message))
            {
                throw _end.Completed();
            }
        }

        return message;
    }

    /// <summary>Waits until there may be something to read.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>False where nothing came in time, or nothing will ever come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public bool WaitToRead(TimeSpan timeout) => _end.WaitToRead(Deadline.After(timeout));

    /// <summary>Waits without a thread until there may be something to read.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where nothing will ever come.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellation = default) => _end.WaitToReadAsync(cancellation);

    /// <summary>Reads message after message, until the topic is completed and all of it is read.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed with an error.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        do
        {
            while (TryRead(out var message))
            {
                yield return message;
            }
        }
        while (await WaitToReadAsync(cancellation).ConfigureAwait(false));
        _end.RequireNoError();
    }

    /// <summary>Closes the subscriber: publishers wait for it no longer. A second time does nothing.</summary>
    public void Dispose() => _end.Dispose();
}
