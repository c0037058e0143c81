using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Reads the frames that are published to a topic, in place, in the shared memory: all of them, from when it joined.</summary>
/// <typeparam name="TMeta">What is told of each frame, as the topic was made for it.</typeparam>
/// <remarks>
/// <para>A frame that was read is held until it is disposed of, and stays as it is; several may be held, up to <see cref="MaxHeld"/>. What is held cannot be filled again, so dispose of it soon.</para>
/// <para>What becomes of a subscriber that does not keep up it chooses itself: <see cref="FrameOptions.Policy"/>. By default publishers wait until it has read a frame. With <see cref="SubscriberPolicy.DropOldest"/> and
/// <see cref="SubscriberPolicy.Disconnect"/> they do not; frames whose room was filled again are lost to it. What was lost is told, exactly, with the first frame behind it: <see cref="Frame{TMeta}.Loss"/>.
/// Of the frames from before it joined (<see cref="FrameOptions.History"/>) it gets those that are still there.</para>
/// <para>A subscriber that dies or is closed holds nothing any more.</para>
/// <para>Read by one thread at a time; another thread opens a subscriber of its own. Frames, once read, may be used and disposed of on any thread. Dispose may be called from any thread, at any time.</para>
/// </remarks>
public sealed class FrameSubscriber<TMeta> : IDisposable
    where TMeta : unmanaged
{
    /// <summary>How many frames a subscriber holds at most.</summary>
    public const int MaxHeld = FrameHoldsLayout.Most;

    private readonly FrameHolder _holder;

    private FrameSubscriber(TopicHandle handle, TopicOptions options) => _holder = new FrameHolder(handle, options);

    /// <summary>The full name with its prefix.</summary>
    public string Name => _holder.End.Name;

    /// <summary>What has gone through the topic, over all publishers and subscribers.</summary>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed.</exception>
    public TopicCounts Counts => _holder.End.Counts;

    /// <summary>How many frames this subscriber has lost, told of or not.</summary>
    public long Lost => _holder.End.Lost;

    /// <summary>How many frames it holds.</summary>
    public int Held => _holder.Count;

    /// <summary>How many bytes a frame has at most.</summary>
    public int FrameBytes => _holder.Memory.Bytes;

    /// <summary>How many frames the topic has room for at once.</summary>
    public int FrameCount => _holder.Memory.Count;

    /// <summary>What the topic was completed with; empty for nothing, or not yet.</summary>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed.</exception>
    public string Error => _holder.End.Error;

    /// <summary>Creates a topic of frames under a name that nobody holds, and opens it to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The subscriber; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameSubscriber<TMeta> Create(string name, FrameOptions? options = null)
    {
        var topic = TopicOf(options);
        return new(TopicHandle.Create(name, topic, FrameMessages<TMeta>.Type), topic);
    }

    /// <summary>Opens a topic of frames that somebody holds, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The subscriber; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another subscriber; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameSubscriber<TMeta> Open(string name, FrameOptions? options = null) =>
        TryOpen(name, out var opened, options) ? opened : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens a topic of frames if somebody holds it, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The subscriber, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, FrameOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another subscriber; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out FrameSubscriber<TMeta>? opened, FrameOptions? options = null)
    {
        var topic = TopicOf(options);
        opened = TopicHandle.TryOpen(name, topic, FrameMessages<TMeta>.Type) is { } handle ? new FrameSubscriber<TMeta>(handle, topic) : null;
        return opened is not null;
    }

    /// <summary>Opens a topic of frames if somebody holds it, and creates it if nobody does, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether it was created.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The subscriber; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another subscriber; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameSubscriber<TMeta> CreateOrOpen(string name, out bool created, FrameOptions? options = null)
    {
        var topic = TopicOf(options);
        return new(TopicHandle.CreateOrOpen(name, topic, FrameMessages<TMeta>.Type, out created), topic);
    }

    /// <summary>Reads a frame if there is one.</summary>
    /// <param name="frame">The frame; dispose of it.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or <see cref="MaxHeld"/> frames are held.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed.</exception>
    public bool TryRead(out Frame<TMeta> frame) => _holder.TryRead(out frame);

    /// <summary>Reads a frame, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="frame">The frame; dispose of it.</param>
    /// <returns>False where none came in time, or none will ever come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or <see cref="MaxHeld"/> frames are held.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public bool TryRead(TimeSpan timeout, out Frame<TMeta> frame)
    {
        var deadline = Deadline.After(timeout);
        while (!TryRead(out frame))
        {
            if (!_holder.End.AwaitMore(deadline))
            {
                return TryRead(out frame);
            }
        }

        return true;
    }

    /// <summary>Reads a frame, and waits for it as long as it takes.</summary>
    /// <returns>The frame; dispose of it.</returns>
    /// <exception cref="TopicCompletedException">The topic was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or <see cref="MaxHeld"/> frames are held.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public Frame<TMeta> Read() => Read(Timeout.InfiniteTimeSpan);

    /// <summary>Reads a frame, and waits for it.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>The frame; dispose of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or <see cref="MaxHeld"/> frames are held.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public Frame<TMeta> Read(TimeSpan timeout) => TryRead(timeout, out var frame) ? frame : throw _holder.End.Nothing(timeout);

    /// <summary>Reads a frame, and waits for it without a thread.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The frame; dispose of it.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was taken.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed, and all of it is read.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or <see cref="MaxHeld"/> frames are held.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public async ValueTask<Frame<TMeta>> ReadAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        Frame<TMeta> frame;
        while (!TryRead(out frame))
        {
            if (!await WaitToReadAsync(cancellation).ConfigureAwait(false) && !TryRead(out frame))
            {
                throw _holder.End.Completed();
            }
        }

        return frame;
    }

    /// <summary>Waits until there may be something to read.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>False where nothing came in time, or nothing will ever come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public bool WaitToRead(TimeSpan timeout) => _holder.End.WaitToRead(Deadline.After(timeout));

    /// <summary>Waits without a thread until there may be something to read.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where nothing will ever come.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed, before or while it waited.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellation = default) => _holder.End.WaitToReadAsync(cancellation);

    /// <summary>Reads frame after frame, until the topic is completed and all of it is read.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The frames; dispose of each.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="TopicCompletedException">The topic was completed with an error.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the topic.</exception>
    /// <exception cref="SubscriberDisconnectedException">It was too slow, with <see cref="SubscriberPolicy.Disconnect"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading, or <see cref="MaxHeld"/> frames are held.</exception>
    /// <exception cref="ObjectDisposedException">The subscriber was disposed.</exception>
    public async IAsyncEnumerable<Frame<TMeta>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        do
        {
            while (TryRead(out var frame))
            {
                yield return frame;
            }
        }
        while (await WaitToReadAsync(cancellation).ConfigureAwait(false));
        _holder.End.RequireNoError();
    }

    /// <summary>Closes the subscriber, and lets go of what it holds: publishers wait for it no longer. A second time does nothing.</summary>
    public void Dispose() => _holder.Dispose();

    private static TopicOptions TopicOf(FrameOptions? options) => (options ?? new FrameOptions()).ForTopic(FrameMessages<TMeta>.Type);
}
