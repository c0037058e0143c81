using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Reads messages of bytes from a queue, which go to one reader each.</summary>
/// <remarks>
/// <para>Two ways, which may be mixed. <em>Read</em>: at most once; a reader that dies loses the message in its hand, no other. <em>Lease</em>: at least once; a message is done when
/// its lease is disposed, and that of a reader that dies goes to another, marked. While nobody dies, each message comes exactly once either way, and those of one writer in their order.</para>
/// <para>A reader claims many messages at once where many are waiting (<see cref="QueueOptions.Prefetch"/>); those it has not read go to others when it dies or is disposed. They are marked
/// as redelivered too, and may come after younger ones; so are those that this reader gives back, or has claimed and not read when it leases. A death is noticed by who waits, reader or writer, and
/// by who opens the queue; a program that only ever tries notices none.</para>
/// <para>For one thread at a time; another thread opens a reader of its own. A second thread is refused where it is seen, which is not certain: it may read again what was read, or do damage.
/// Only Dispose may be called from any thread, at any time.</para>
/// </remarks>
public sealed class QueueReader : IDisposable
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

    /// <summary>Creates a queue under a name that nobody holds, and opens it to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static QueueReader Create(string name, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        return new(new ReaderEnd(QueueHandle.Create(name, options, MessageType.Bytes), options.Prefetch));
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
    public static QueueReader Open(string name, QueueOptions? options = null) =>
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
    public static bool TryOpen(string name, [NotNullWhen(true)] out QueueReader? opened, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        opened = QueueHandle.TryOpen(name, options, MessageType.Bytes) is { } handle ? new QueueReader(new ReaderEnd(handle, options.Prefetch)) : null;
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
    public static QueueReader CreateOrOpen(string name, out bool created, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        return new(new ReaderEnd(QueueHandle.CreateOrOpen(name, options, MessageType.Bytes, out created), options.Prefetch));
    }

    /// <summary>Reads a message if there is one.</summary>
    /// <param name="message">The message; it may be used until the next call that reads or waits.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out QueueMessage message)
    {
        if (_end.TryRead(out var place, out var length))
        {
            message = new QueueMessage(_end.Lanes, place, length);
            return true;
        }

        message = default;
        return false;
    }

    /// <summary>Reads a message, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="message">The message; it may be used until the next call that reads or waits.</param>
    /// <returns>False where none came in time, or none will ever come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public bool TryRead(TimeSpan timeout, out QueueMessage message)
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
    /// <returns>The message; it may be used until the next call that reads or waits.</returns>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public QueueMessage Read() => Read(Timeout.InfiniteTimeSpan);

    /// <summary>Reads a message, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>The message; it may be used until the next call that reads or waits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public QueueMessage Read(TimeSpan timeout) =>
        TryRead(timeout, out var message) ? message : throw _end.Nothing(timeout);

    /// <summary>Reads a message, and waits for it without a thread.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The message; it may be used until the next call that reads or waits.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was taken.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public async ValueTask<QueueMessage> ReadAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        QueueMessage message;
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
    /// <returns>The messages; each may be used until the next.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed with an error.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many leases.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public async IAsyncEnumerable<QueueMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
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
