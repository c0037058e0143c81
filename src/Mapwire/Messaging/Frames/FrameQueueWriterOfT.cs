using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>Writes frames to a queue: large payloads that are written in place, in the shared memory, and read there by one reader each, so that nobody copies them.</summary>
/// <typeparam name="TMeta">What is told of each frame; readers open the queue with the same. It goes through the queue as a small message.</typeparam>
/// <remarks>
/// <para>As <see cref="QueueWriter"/> in everything else: any number of writers and readers come and go, and the frames of one writer come in their order. They share the queue's room for frames.</para>
/// <para>A frame's room is filled again when its reader is done with it, or it was dropped.</para>
/// <para>A writer that dies loses the frame that it was filling, and its room is free again.</para>
/// <para>For one thread at a time, with one lease at a time; another thread opens a writer of its own. Only Dispose may be called from any thread, at any time.</para>
/// </remarks>
public sealed class FrameQueueWriter<TMeta> : IDisposable
    where TMeta : unmanaged
{
    private readonly FrameFiller _filler;

    private FrameQueueWriter(QueueHandle handle) => _filler = new FrameFiller(handle, FrameMessages<TMeta>.Size);

    /// <summary>The full name with its prefix.</summary>
    public string Name => _filler.End.Handle.Name;

    /// <summary>What has gone through the queue, over all writers and readers.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public QueueCounts Counts => ((QueueHandle)_filler.End.Handle).Counts;

    /// <summary>How many bytes a frame has at most.</summary>
    public int FrameBytes => _filler.Memory.Bytes;

    /// <summary>How many frames the queue has room for at once.</summary>
    public int FrameCount => _filler.Memory.Count;

    /// <summary>What is in the room for frames, and who needs it.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public IReadOnlyList<FrameSlotInfo> Slots => _filler.Slots();

    /// <summary>Creates a queue of frames under a name that nobody holds, and opens it to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameQueueWriter<TMeta> Create(string name, FrameQueueOptions? options = null) =>
        new(QueueHandle.Create(name, QueueOf(options), FrameMessages<TMeta>.Type));

    /// <summary>Opens a queue of frames that somebody holds, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another writer; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameQueueWriter<TMeta> Open(string name, FrameQueueOptions? options = null) =>
        TryOpen(name, out var opened, options) ? opened : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens a queue of frames if somebody holds it, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The writer, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, FrameQueueOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another writer; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out FrameQueueWriter<TMeta>? opened, FrameQueueOptions? options = null)
    {
        opened = QueueHandle.TryOpen(name, QueueOf(options), FrameMessages<TMeta>.Type) is { } handle ? new FrameQueueWriter<TMeta>(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a queue of frames if somebody holds it, and creates it if nobody does, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether it was created.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another writer; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameQueueWriter<TMeta> CreateOrOpen(string name, out bool created, FrameQueueOptions? options = null) =>
        new(QueueHandle.CreateOrOpen(name, QueueOf(options), FrameMessages<TMeta>.Type, out created));

    /// <summary>Takes room for a frame, to fill it in place and publish it, if there is any.</summary>
    /// <param name="lease">The room; publish or dispose it before the next frame.</param>
    /// <returns>False where there is none, or the queue was completed. With <see cref="QueueFullMode.DropOldest"/> the oldest are dropped for it; otherwise nothing is.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open lease.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public bool TryLease(out FrameLease<TMeta> lease) => TryLease(mayWait: false, out lease);

    /// <summary>Takes room for a frame, and waits for it if there is none.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="lease">The room; publish or dispose it before the next frame.</param>
    /// <returns>False where there was none in time, or the queue was completed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open lease.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public bool TryLease(TimeSpan timeout, out FrameLease<TMeta> lease)
    {
        var deadline = Deadline.After(timeout);
        while (!TryLease(mayWait: true, out lease))
        {
            if (!_filler.AwaitMore(deadline))
            {
                return TryLease(out lease);
            }
        }

        return true;
    }

    /// <summary>Takes room for a frame, and waits for it as long as it takes.</summary>
    /// <returns>The room; publish or dispose it before the next frame.</returns>
    /// <exception cref="QueueCompletedException">The queue was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open lease.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public FrameLease<TMeta> Lease() => Lease(Timeout.InfiniteTimeSpan);

    /// <summary>Takes room for a frame, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>The room; publish or dispose it before the next frame.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">There was none in time; the message says who has it.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open lease.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public FrameLease<TMeta> Lease(TimeSpan timeout) => TryLease(timeout, out var lease) ? lease : throw _filler.NoFrame(timeout);

    /// <summary>Takes room for a frame, and waits for it without a thread.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The room; publish or dispose it before the next frame.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was taken.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open lease.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public async ValueTask<FrameLease<TMeta>> LeaseAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        FrameLease<TMeta> lease;
        while (!TryLease(out lease))
        {
            _filler.End.RequireOpen();
            _ = await _filler.AwaitMoreAsync(cancellation).ConfigureAwait(false);
        }

        return lease;
    }

    /// <summary>Writes a copy of a frame that lies elsewhere, if there is room.</summary>
    /// <param name="frame">The bytes.</param>
    /// <param name="meta">What is told of it.</param>
    /// <returns>False where there is none, or the queue was completed. With <see cref="QueueFullMode.DropNewest"/> and <see cref="QueueFullMode.DropOldest"/> it is true where something was dropped.</returns>
    /// <exception cref="ArgumentException">The frame is longer than <see cref="FrameBytes"/>; the message says both.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open lease.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public bool TryWrite(ReadOnlySpan<byte> frame, in TMeta meta)
    {
        _filler.RequireFits(frame.Length);
        if (!TryLease(out var lease))
        {
            return _filler.End.TryDropNewest();
        }

        Copy(frame, lease, meta);
        return true;
    }

    /// <summary>Writes a copy of a frame that lies elsewhere, and waits for room as long as it takes.</summary>
    /// <param name="frame">The bytes.</param>
    /// <param name="meta">What is told of it.</param>
    /// <exception cref="ArgumentException">The frame is longer than <see cref="FrameBytes"/>; the message says both.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open lease.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public void Write(ReadOnlySpan<byte> frame, in TMeta meta) => Write(frame, meta, Timeout.InfiniteTimeSpan);

    /// <summary>Writes a copy of a frame that lies elsewhere, and waits for room.</summary>
    /// <param name="frame">The bytes.</param>
    /// <param name="meta">What is told of it.</param>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <exception cref="ArgumentException">The frame is longer than <see cref="FrameBytes"/>; the message says both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">There was none in time; the message says who has it.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, before or while it waited.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open lease.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed, before or while it waited.</exception>
    public void Write(ReadOnlySpan<byte> frame, in TMeta meta, TimeSpan timeout)
    {
        _ = Deadline.After(timeout);
        if (!TryWrite(frame, meta))
        {
            Copy(frame, Lease(timeout), meta);
        }
    }

    /// <summary>Ends the queue: nothing more is written to it, and readers end when they have read what is in it.</summary>
    /// <param name="error">What went wrong, for those who read to the end; cut to 256 bytes. Null for nothing.</param>
    /// <remarks>For the last writer, or when the others have stopped: a frame that another writer is just filling is still read when it is published, or left where the readers have gone.</remarks>
    /// <returns>False where it had been completed before.</returns>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public bool Complete(string? error = null) => _filler.End.TryComplete(error ?? string.Empty);

    /// <summary>Closes the writer, and gives back the room that it was filling. What it has written stays as long as anybody has the queue open. A second time does nothing.</summary>
    public void Dispose() => _filler.Dispose();

    private bool TryLease(bool mayWait, out FrameLease<TMeta> lease)
    {
        var isTaken = _filler.TryTake(mayWait);
        lease = isTaken ? new FrameLease<TMeta>(_filler) : default;
        return isTaken;
    }

    private static QueueOptions QueueOf(FrameQueueOptions? options) => (options ?? new FrameQueueOptions()).ForQueue(FrameMessages<TMeta>.Type);

    private static void Copy(ReadOnlySpan<byte> frame, FrameLease<TMeta> lease, in TMeta meta)
    {
        frame.CopyTo(lease.Span);
        lease.Publish(meta, frame.Length);
    }
}
