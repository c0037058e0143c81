using System.Globalization;

namespace Mapwire;

/// <summary>A frame that is this reader's until it is done or given back, in place, in the shared memory.</summary>
/// <typeparam name="TMeta">What is told of it.</typeparam>
/// <remarks>
/// <para>Dispose says that it is done: its room is filled again. A frame whose reader dies, or is disposed, goes to another reader, marked; so a frame is done at least once.</para>
/// <para>For one thread at a time together with its reader. A second end does nothing.</para>
/// </remarks>
public readonly record struct QueueFrame<TMeta> : IDisposable
    where TMeta : unmanaged
{
    private readonly FrameTaker? _taker;
    private readonly QueueLease _lease;
    private readonly int _slot;
    private readonly long _generation;

    internal QueueFrame(FrameTaker taker, in QueueLease lease, in FrameRecordLayout record, in TMeta meta)
    {
        (_taker, _lease, _slot, _generation) = (taker, lease, record.Slot, record.Generation);
        (Length, Metadata) = (record.Length, meta);
    }

    /// <summary>How many bytes it has.</summary>
    public int Length { get; }

    /// <summary>What its writer told of it; the reader's copy.</summary>
    public TMeta Metadata { get; }

    /// <summary>Whether it had been another reader's before, which died, left or gave it back: it may have been done in part, or whole.</summary>
    public bool IsRedelivered => _lease.IsRedelivered;

    /// <summary>The bytes themselves, not a copy.</summary>
    /// <exception cref="ObjectDisposedException">The frame was done or given back, or its reader disposed.</exception>
    public ReadOnlySpan<byte> Span => Taker.Bytes(_slot, Length);

    /// <summary>The same as memory that asynchronous code can carry; to make it takes an object.</summary>
    /// <exception cref="ObjectDisposedException">The frame was done or given back, or its reader disposed.</exception>
    public ReadOnlyMemory<byte> Memory => Taker.BytesAsMemory(_slot, Length);

    private FrameTaker Taker => _taker is not null && _taker.End.IsLive(_lease)
        ? _taker
        : throw new ObjectDisposedException(nameof(QueueFrame<>), "This frame was done or given back, or its reader disposed; another may be where it was.");

    /// <summary>Gives the frame back, for another reader or this one.</summary>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    public void GiveBack() => _taker?.End.End(_lease, isDone: false);

    /// <summary>Says that the frame is done.</summary>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    public void Dispose() => _taker?.End.End(_lease, isDone: true, new FrameRecordLayout { Slot = _slot, Generation = _generation });

    /// <summary>How many bytes it has, and what was told of it; nothing is read of the frame.</summary>
    /// <returns>A few words.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"frame of {Length} bytes, {Metadata}");
}
