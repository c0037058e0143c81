using System.Buffers;

namespace Mapwire;

/// <summary>Room for one message, written in place, in the shared memory; nobody sees it until it is published.</summary>
/// <remarks>For the thread that writes. Disposed unpublished, it is as if it had never been; a death leaves nothing of it either. The object is its writer's, and used again for the next claim.</remarks>
public sealed class MessageClaim : IBufferWriter<byte>, IDisposable
{
    private readonly WriterEnd _end;
    private long _offset;
    private int _written;
    private bool _isOpen;
    private bool _isAdvanced;

    internal MessageClaim(WriterEnd end) => _end = end;

    /// <summary>How many bytes were claimed.</summary>
    public int Length { get; private set; }

    /// <summary>All of the claim.</summary>
    /// <exception cref="ObjectDisposedException">It was published or dropped.</exception>
    public Span<byte> Bytes
    {
        get
        {
            RequireOpen();
            return _end.PlaceOf(_offset, Length);
        }
    }

    /// <summary>Publishes the message: so many bytes as <see cref="Advance"/> has counted, or all of them where it was never called.</summary>
    /// <exception cref="ObjectDisposedException">It was published or dropped, or the writer disposed.</exception>
    public void Publish() => Publish(_isAdvanced ? _written : Length);

    /// <summary>Publishes the beginning of what was claimed.</summary>
    /// <param name="length">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">So many were not claimed.</exception>
    /// <exception cref="ObjectDisposedException">It was published or dropped, or the writer disposed.</exception>
    public void Publish(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        RequireOpen();
        _isOpen = false;
        _end.Publish(length);
    }

    /// <summary>Counts bytes that were written to what <see cref="GetSpan"/> or <see cref="GetMemory"/> gave.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">So many are not left.</exception>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length - _written);
        RequireOpen();
        _written += count;
        _isAdvanced = true;
    }

    /// <summary>What is left of the claim, as memory that asynchronous code can carry.</summary>
    /// <param name="sizeHint">How many bytes it must have at least.</param>
    /// <returns>The rest.</returns>
    /// <exception cref="ArgumentException">So many are not left: a claim does not grow.</exception>
    /// <exception cref="ObjectDisposedException">It was published or dropped.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        RequireLeft(sizeHint);
        return _end.MemoryOf(_offset + _written, Length - _written);
    }

    /// <summary>What is left of the claim.</summary>
    /// <param name="sizeHint">How many bytes it must have at least.</param>
    /// <returns>The rest.</returns>
    /// <exception cref="ArgumentException">So many are not left: a claim does not grow.</exception>
    /// <exception cref="ObjectDisposedException">It was published or dropped.</exception>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        RequireLeft(sizeHint);
        return _end.PlaceOf(_offset + _written, Length - _written);
    }

    /// <summary>Drops the claim, if it was not published.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _end.Abort();
        }
    }

    internal void Begin(long offset, int length)
    {
        _offset = offset;
        Length = length;
        _written = 0;
        _isAdvanced = false;
        _isOpen = true;
    }

    private void RequireOpen()
    {
        if (!_isOpen)
        {
            throw new ObjectDisposedException(nameof(MessageClaim), "This claim was published or dropped.");
        }
    }

    private void RequireLeft(int wanted)
    {
        RequireOpen();
        if (wanted < 0 || wanted > Length - _written)
        {
            throw new ArgumentException($"Wanted {wanted} bytes more, and {Length - _written} of the {Length} that were claimed are left. Claim more at once.", nameof(wanted));
        }
    }
}
