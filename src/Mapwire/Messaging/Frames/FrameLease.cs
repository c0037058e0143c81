using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>Room for one frame, filled in place, in the shared memory; nobody sees it until it is published.</summary>
/// <typeparam name="TMeta">What is told of it.</typeparam>
/// <remarks>For the thread that publishes or writes. Its bytes are at first what an earlier frame has left. Disposed of unpublished, it is free again; so it is after a death. A second end does nothing.</remarks>
public readonly record struct FrameLease<TMeta> : IDisposable
    where TMeta : unmanaged
{
    private readonly FrameFiller? _filler;
    private readonly long _use;

    internal FrameLease(FrameFiller filler) => (_filler, _use) = (filler, filler.Use);

    /// <summary>All of the room: as many bytes as a frame of the topic or queue has at most.</summary>
    /// <remarks>Nobody may be writing there, nor a call of the system, when it is published or given back: from then on the room is another's. When its publisher or writer is disposed of, it is so only once
    /// a late store cannot reach it any more: <see cref="Memory"/> that is pinned keeps it, and on Linux a span reaches it no longer; on Windows a span does.</remarks>
    /// <exception cref="ObjectDisposedException">It was published or disposed of, or its publisher or writer was.</exception>
    public Span<byte> Span => Filler.Bytes;

    /// <summary>The same as memory that asynchronous code can carry; to make it takes an object.</summary>
    /// <exception cref="ObjectDisposedException">It was published or disposed of, or its publisher or writer was.</exception>
    public Memory<byte> Memory => Filler.BytesAsMemory;

    private FrameFiller Filler
    {
        get
        {
            if (_filler is null || !_filler.IsOpen(_use))
            {
                ThrowEnded();
            }

            return _filler;
        }
    }

    /// <summary>Publishes the frame, with all of its room.</summary>
    /// <param name="meta">What is told of it.</param>
    /// <exception cref="ObjectDisposedException">It was published or disposed of, or its publisher or writer was.</exception>
    public void Publish(in TMeta meta)
    {
        var filler = Filler;
        filler.Publish(meta, filler.Memory.Bytes);
    }

    /// <summary>Publishes the frame, with the beginning of its room.</summary>
    /// <param name="meta">What is told of it.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <exception cref="ArgumentException">So many bytes are no length of a frame of it; the message says which are.</exception>
    /// <exception cref="ObjectDisposedException">It was published or disposed of, or its publisher or writer was.</exception>
    public void Publish(in TMeta meta, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var filler = Filler;
        filler.RequireFits(length);
        filler.Publish(meta, length);
    }

    /// <summary>Gives the room back, if the frame was not published.</summary>
    public void Dispose()
    {
        if (_filler is not null && _filler.Use == _use)
        {
            _filler.Abort();
        }
    }

    /// <summary>Whether it is open; nothing is read of the room.</summary>
    /// <returns>A few words.</returns>
    public override string ToString() => _filler is not null && _filler.IsOpen(_use) ? "room for a frame" : "room for a frame, ended";

    [DoesNotReturn]
    private static void ThrowEnded() => throw new ObjectDisposedException("FrameLease", "This frame was published or given back, or its publisher or writer disposed.");
}
