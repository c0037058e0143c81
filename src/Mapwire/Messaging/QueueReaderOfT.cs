using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Reads values of one type from a queue, whose messages go to one reader each.</summary>
/// <typeparam name="T">The type; writers open the queue with the same.</typeparam>
/// <remarks>As <see cref="QueueReader"/> in everything else, but for that a value is a copy, and several can be read at once: a reader that dies then loses those that it read last at once.</remarks>
public sealed class QueueReader<T> : IDisposable
    where T : unmanaged
{
    private readonly ReaderEnd _end;

    private QueueReader(ReaderEnd end) => _end = end;

    /// <summary>The full name with its prefix.</summary>
    public string Name => _end.Handle.Name;

    /// <summary>What has gone through the queue, over all writers and readers.</summary>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public QueueCounts Counts => _end.Handle.Counts;

    /// <summary>What the queue was completed with; empty for nothing, or not yet.</summary>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public string Error => _end.Error;

    /// <summary>Whether the value that was read last had been claimed before, by a reader that died, left or gave it back.</summary>
    public bool IsRedelivered => _end.Lanes.IsRedelivered;

    /// <summary>Creates a queue under a name that nobody holds, and opens it to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static QueueReader<T> Create(string name, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        return new(new ReaderEnd(QueueHandle.Create(name, options, MessageType.Of<T>()), options.Prefetch));
    }

    /// <summary>Opens a queue that somebody holds, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another reader; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static QueueReader<T> Open(string name, QueueOptions? options = null) =>
        TryOpen(name, out var opened, options) ? opened : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens a queue if somebody holds it, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The reader, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, QueueOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another reader; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out QueueReader<T>? opened, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        opened = QueueHandle.TryOpen(name, options, MessageType.Of<T>()) is { } handle ? new QueueReader<T>(new ReaderEnd(handle, options.Prefetch)) : null;
        return opened is not null;
    }

    /// <summary>Opens a queue if somebody holds it, and creates it if nobody does, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether it was created.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another reader; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static QueueReader<T> CreateOrOpen(string name, out bool created, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        return new(new ReaderEnd(QueueHandle.CreateOrOpen(name, options, MessageType.Of<T>(), out created), options.Prefetch));
    }

    /// <summary>Reads a message if there is one.</summary>
    /// <param name="message">The value.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out T message) => _end.TryRead(out message);

    /// <summary>Reads as many messages as there are.</summary>
    /// <param name="messages">Where they go.</param>
    /// <returns>How many there were; 0 where there is none.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public int TryRead(Span<T> messages) => _end.TryRead(messages);

    /// <summary>Reads a message, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="message">The value.</param>
    /// <returns>False where none came in time, or none will ever come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
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
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public T Read() => Read(Timeout.InfiniteTimeSpan);

    /// <summary>Reads a message, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public T Read(TimeSpan timeout) =>
        TryRead(timeout, out var message) ? message : throw _end.Nothing(timeout);

    /// <summary>Reads a message, and waits for it without a thread.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The value.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was taken.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
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
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public bool WaitToRead(TimeSpan timeout) => _end.WaitToRead(Deadline.After(timeout));

    /// <summary>Waits without a thread until there may be something to read.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where nothing will ever come. After true another reader may still be faster.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellation = default) => _end.WaitToReadAsync(cancellation);

    /// <summary>Reads message after message, until the queue is completed and all of it is read.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed with an error.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
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

    /// <summary>Leases a message if there is one: it is done when the lease is disposed.</summary>
    /// <param name="lease">The message, this reader's until it is done or given back.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public bool TryLease(out QueueLease lease) => _end.TryLease(out lease);

    /// <summary>Leases a message, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="lease">The message, this reader's until it is done or given back.</param>
    /// <returns>False where none came in time, or none will ever come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public bool TryLease(TimeSpan timeout, out QueueLease lease) => _end.TryLease(Deadline.After(timeout), out lease);

    /// <summary>Leases a message, and waits for it as long as it takes.</summary>
    /// <returns>The message, this reader's until it is done or given back.</returns>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public QueueLease Lease() => Lease(Timeout.InfiniteTimeSpan);

    /// <summary>Leases a message, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>The message, this reader's until it is done or given back.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public QueueLease Lease(TimeSpan timeout) =>
        TryLease(timeout, out var lease) ? lease : throw _end.Nothing(timeout);

    /// <summary>Leases a message, and waits for it without a thread.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The message, this reader's until it is done or given back.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was taken.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public ValueTask<QueueLease> LeaseAsync(CancellationToken cancellation = default) => _end.LeaseAsync(cancellation);

    /// <summary>Closes the reader. What it had claimed and not read, and its leases, go to others. A second time does nothing.</summary>
    public void Dispose() => _end.Dispose();
}
