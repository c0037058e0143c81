using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Reads frames from a queue, which go to one reader each: in place, in the shared memory, without a copy.</summary>
/// <typeparam name="TMeta">What is told of each frame; writers open the queue with the same.</typeparam>
/// <remarks>
/// <para>A frame that was read is this reader's until it is disposed of, which says that it is done; then its room is filled again. A frame of a reader that dies or is disposed goes to another, marked
/// (<see cref="QueueFrame{TMeta}.IsRedelivered"/>): each frame is done at least once.</para>
/// <para>Any number of writers and readers come and go; the frames of one writer are read in their order, but for those that come again. A reader may have several frames at once, and end them in any order;
/// one that it keeps for long keeps its own room only, and that of what is told of the writer's frames behind it. All readers together may have 3,071 at once. Of a queue that was completed
/// the end comes when all of it is done, also what this reader has itself: who collects frames and reads on to the end waits for itself.</para>
/// <para>For one thread at a time, its frames included; another thread opens a reader of its own. Only Dispose may be called from any thread, at any time.</para>
/// </remarks>
public sealed class FrameQueueReader<TMeta> : IDisposable
    where TMeta : unmanaged
{
    private readonly FrameTaker _taker;

    private FrameQueueReader(QueueHandle handle) => _taker = new FrameTaker(handle);

    /// <summary>The full name with its prefix.</summary>
    public string Name => _taker.End.Handle.Name;

    /// <summary>What has gone through the queue, over all writers and readers.</summary>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public QueueCounts Counts => _taker.End.Handle.Counts;

    /// <summary>How many bytes a frame has at most.</summary>
    public int FrameBytes => _taker.Memory.Bytes;

    /// <summary>How many frames the queue has room for at once.</summary>
    public int FrameCount => _taker.Memory.Count;

    /// <summary>What is in the room for frames, and who needs it.</summary>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public IReadOnlyList<FrameSlotInfo> Slots => _taker.Slots();

    /// <summary>What the queue was completed with; empty for nothing, or not yet.</summary>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public string Error => _taker.End.Error;

    /// <summary>Creates a queue of frames under a name that nobody holds, and opens it to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameQueueReader<TMeta> Create(string name, FrameQueueOptions? options = null) =>
        new(QueueHandle.Create(name, QueueOf(options), FrameMessages<TMeta>.Type));

    /// <summary>Opens a queue of frames that somebody holds, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another reader; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameQueueReader<TMeta> Open(string name, FrameQueueOptions? options = null) =>
        TryOpen(name, out var opened, options) ? opened : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens a queue of frames if somebody holds it, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The reader, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, FrameQueueOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another reader; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out FrameQueueReader<TMeta>? opened, FrameQueueOptions? options = null)
    {
        opened = QueueHandle.TryOpen(name, QueueOf(options), FrameMessages<TMeta>.Type) is { } handle ? new FrameQueueReader<TMeta>(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a queue of frames if somebody holds it, and creates it if nobody does, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether it was created.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another reader; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameQueueReader<TMeta> CreateOrOpen(string name, out bool created, FrameQueueOptions? options = null) =>
        new(QueueHandle.CreateOrOpen(name, QueueOf(options), FrameMessages<TMeta>.Type, out created));

    /// <summary>Reads a frame if there is one.</summary>
    /// <param name="frame">The frame; dispose of it.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many frames.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public bool TryRead(out QueueFrame<TMeta> frame) => _taker.TryRead(out frame);

    /// <summary>Reads a frame, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="frame">The frame; dispose of it.</param>
    /// <returns>False where none came in time, or none will ever come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many frames.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public bool TryRead(TimeSpan timeout, out QueueFrame<TMeta> frame)
    {
        var deadline = Deadline.After(timeout);
        while (!TryRead(out frame))
        {
            if (!_taker.End.AwaitMore(deadline))
            {
                return TryRead(out frame);
            }
        }

        return true;
    }

    /// <summary>Reads a frame, and waits for it as long as it takes.</summary>
    /// <returns>The frame; dispose of it.</returns>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many frames.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public QueueFrame<TMeta> Read() => Read(Timeout.InfiniteTimeSpan);

    /// <summary>Reads a frame, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>The frame; dispose of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many frames.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public QueueFrame<TMeta> Read(TimeSpan timeout) => TryRead(timeout, out var frame) ? frame : throw _taker.End.Nothing(timeout);

    /// <summary>Reads a frame, and waits for it without a thread.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The frame; dispose of it.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was taken.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many frames.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public async ValueTask<QueueFrame<TMeta>> ReadAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        QueueFrame<TMeta> frame;
        while (!TryRead(out frame))
        {
            if (!await WaitToReadAsync(cancellation).ConfigureAwait(false) && !TryRead(out frame))
            {
                throw _taker.End.Completed();
            }
        }

        return frame;
    }

    /// <summary>Waits until there may be something to read.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>False where nothing came in time, or nothing will ever come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public bool WaitToRead(TimeSpan timeout) => _taker.End.WaitToRead(Deadline.After(timeout));

    /// <summary>Waits without a thread until there may be something to read.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where nothing will ever come. After true another reader may still be faster.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellation = default) => _taker.End.WaitToReadAsync(cancellation);

    /// <summary>Reads frame after frame, until the queue is completed and all of it is read.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The frames; dispose of each.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed with an error.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the queue.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or there are too many frames.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public async IAsyncEnumerable<QueueFrame<TMeta>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        do
        {
            while (TryRead(out var frame))
            {
                yield return frame;
            }
        }
        while (await WaitToReadAsync(cancellation).ConfigureAwait(false));
        _taker.End.RequireNoError();
    }

    /// <summary>Closes the reader, and leaves the frames that it has to others, marked. A second time does nothing.</summary>
    public void Dispose() => _taker.Dispose();

    private static QueueOptions QueueOf(FrameQueueOptions? options) => (options ?? new FrameQueueOptions()).ForQueue(FrameMessages<TMeta>.Type);
}
