using System.Globalization;

namespace Mapwire;

/// <summary>A frame that this subscriber holds, in place, in the shared memory, until it is disposed of; no publisher fills its room meanwhile.</summary>
/// <typeparam name="TMeta">What is told of it.</typeparam>
/// <remarks>Dispose of each frame, soon: there are only so many. It may be used and disposed of on any thread, by one at a time. A second time does nothing. Who dies holds nothing any more; who is stopped does.</remarks>
public readonly record struct Frame<TMeta> : IDisposable
    where TMeta : unmanaged
{
    private readonly FrameHolder? _holder;
    private readonly int _index;
    private readonly long _use;
    private readonly long _offset;
    private readonly long _lostFrom;

    internal Frame(FrameHolder holder, int index, long use, long offset, int length, in TMeta meta, int lane, long sequence, long lostFrom)
    {
        (_holder, _index, _use, _offset, _lostFrom) = (holder, index, use, offset, lostFrom);
        (Length, Metadata, Publisher, Sequence) = (length, meta, lane, sequence);
    }

    /// <summary>How many bytes it has.</summary>
    public int Length { get; }

    /// <summary>What its publisher told of it; the subscriber's copy.</summary>
    public TMeta Metadata { get; }

    /// <summary>The number of its publisher's lane.</summary>
    public int Publisher { get; }

    /// <summary>How many frames its publisher's lane had published before it.</summary>
    public long Sequence { get; }

    /// <summary>What was lost directly before it; null for nothing.</summary>
    public TopicLoss? Loss => _holder is not null && _lostFrom < Sequence ? new TopicLoss(Publisher, _lostFrom, Sequence - 1) : null;

    /// <summary>The bytes themselves, not a copy.</summary>
    /// <exception cref="ObjectDisposedException">The frame or its subscriber was disposed.</exception>
    public ReadOnlySpan<byte> Span => Holder.Bytes(_offset, Length);

    /// <summary>The same as memory that asynchronous code can carry; to make it takes an object.</summary>
    /// <exception cref="ObjectDisposedException">The frame or its subscriber was disposed.</exception>
    public ReadOnlyMemory<byte> Memory => Holder.BytesAsMemory(_offset, Length);

    private FrameHolder Holder => _holder is not null && _holder.IsHeld(_index, _use)
        ? _holder
        : throw new ObjectDisposedException("Frame", "This frame was let go of, or its subscriber disposed; another may be where it was.");

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _holder?.LetGo(_index, _use);

    /// <summary>How many bytes it has, and what was told of it; nothing is read of the frame.</summary>
    /// <returns>A few words.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"frame of {Length} bytes, {Metadata}");
}
