using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>Writes messages of bytes to a queue, which go to one reader each.</summary>
/// <remarks>
/// <para>Any number of writers and readers, in any process, come and go at any time. Each writer has a lane of its own in the queue, so writers do not meet, and the
/// messages of one writer are read in the order in which it wrote them.</para>
/// <para>A writer that dies loses what it had not published, stands in nobody's way, and leaves what it had. The queue goes with the last handle, read or unread.</para>
/// <para>For one thread at a time; another thread opens a writer of its own. A second thread is refused where it is seen, which is not certain: it may write over what is not read yet.
/// Only Dispose may be called from any thread, at any time.</para>
/// </remarks>
[SuppressMessage("Usage", "CA2213", Justification = "A claim holds nothing but the writer itself.")]
public sealed class QueueWriter : IDisposable
{
    private readonly WriterEnd _end;
    private readonly MessageClaim _claim;

    private QueueWriter(WriterEnd end)
    {
        _end = end;
        _claim = new MessageClaim(end);
    }

    /// <summary>The full name with its prefix.</summary>
    public string Name => _end.Handle.Name;

    /// <summary>What has gone through the queue, over all writers and readers.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public QueueCounts Counts => ((QueueHandle)_end.Handle).Counts;

    /// <summary>How many bytes a message may have.</summary>
    public int MaxMessageSize => _end.MostBytes;

    /// <summary>Creates a queue under a name that nobody holds, and opens it to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static QueueWriter Create(string name, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        return new(new WriterEnd(QueueHandle.Create(name, options, MessageType.Bytes)));
    }

    /// <summary>Opens a queue that somebody holds, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another writer; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static QueueWriter Open(string name, QueueOptions? options = null) =>
        TryOpen(name, out var opened, options) ? opened : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens a queue if somebody holds it, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The writer, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, QueueOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another writer; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out QueueWriter? opened, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        opened = QueueHandle.TryOpen(name, options, MessageType.Bytes) is { } handle ? new QueueWriter(new WriterEnd(handle)) : null;
        return opened is not null;
    }

    /// <summary>Opens a queue if somebody holds it, and creates it if nobody does, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether it was created.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has messages of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another writer; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static QueueWriter CreateOrOpen(string name, out bool created, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        return new(new WriterEnd(QueueHandle.CreateOrOpen(name, options, MessageType.Bytes, out created)));
    }

    /// <summary>Writes a message if there is room.</summary>
    /// <param name="message">The bytes; none is a message too.</param>
    /// <returns>False where there is no room, or the queue was completed. With <see cref="QueueFullMode.DropNewest"/> and <see cref="QueueFullMode.DropOldest"/> it is true where something was dropped.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public bool TryWrite(ReadOnlySpan<byte> message) => _end.TryWrite(message);

    /// <summary>Writes a message, and waits for room if there is none.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>False where there was no room in time, or the queue was completed.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public bool TryWrite(ReadOnlySpan<byte> message, TimeSpan timeout)
    {
        var deadline = Deadline.After(timeout);
        while (!TryWrite(message))
        {
            if (!_end.AwaitMoreRoom(message.Length, deadline))
            {
                return TryWrite(message);
            }
        }

        return true;
    }

    /// <summary>Writes a message, and waits for room as long as it takes.</summary>
    /// <param name="message">The bytes.</param>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public void Write(ReadOnlySpan<byte> message) => Write(message, Timeout.InfiniteTimeSpan);

    /// <summary>Writes a message, and waits for room.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">There was no room in time.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public void Write(ReadOnlySpan<byte> message, TimeSpan timeout)
    {
        if (!TryWrite(message, timeout))
        {
            throw _end.NoRoom(timeout);
        }
    }

    /// <summary>Writes a message, and waits for room without a thread.</summary>
    /// <param name="message">The bytes; they must stay as they are until it is written.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A task that ends when the message is written.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was written.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        while (!TryWrite(message.Span))
        {
            _end.RequireOpen();
            _ = await _end.AwaitRoomAsync(message.Length, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits without a thread until there is room.</summary>
    /// <param name="length">For a message of how many bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where the queue was completed.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public ValueTask<bool> WaitToWriteAsync(int length, CancellationToken cancellation = default) =>
        _end.AwaitRoomAsync(length, cancellation);

    /// <summary>Claims room for a message, to write it in place and publish it, if there is room.</summary>
    /// <param name="length">How many bytes the message has at most.</param>
    /// <param name="claim">The room; publish or dispose it before the next write.</param>
    /// <returns>False where there is no room, or the queue was completed. With <see cref="QueueFullMode.DropOldest"/> the oldest are dropped for it; otherwise nothing is.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>, or its length is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
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
    /// <returns>The room; publish or dispose it before the next write.</returns>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MaxMessageSize"/>, or a number is negative.</exception>
    /// <exception cref="TimeoutException">There was no room in time.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
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

    /// <summary>Ends the queue: nothing more is written to it, and readers end when they have read what is in it.</summary>
    /// <param name="error">What went wrong, for those who read to the end; cut to 256 bytes. Null for nothing.</param>
    /// <remarks>For the last writer, or when the others have stopped: a write that another writer is just doing is refused or is still read, or left where the readers have gone.</remarks>
    /// <returns>False where it had been completed before.</returns>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public bool Complete(string? error = null) => _end.TryComplete(error ?? string.Empty);

    /// <summary>Closes the writer. What it has written stays for the readers as long as anybody has the queue open. A second time does nothing.</summary>
    public void Dispose() => _end.Dispose();
}
