namespace Mapwire;

/// <summary>Room for one value, written in place, in the shared memory; nobody sees it until it is published.</summary>
/// <remarks>For the thread that writes. Disposed unpublished, it is as if it had never been; a death leaves nothing of it either. The object is its writer's, and used again for the next claim.</remarks>
public sealed class LatestClaim : IDisposable
{
    private readonly LatestWriterEnd _end;
    private bool _isOpen;

    internal LatestClaim(LatestWriterEnd end) => _end = end;

    /// <summary>How many bytes were claimed.</summary>
    public int Length { get; private set; }

    /// <summary>All of the claim. What it holds at first is what was left there: an earlier value, or part of one.</summary>
    /// <exception cref="ObjectDisposedException">It was published or dropped, or the writer disposed.</exception>
    public Span<byte> Bytes
    {
        get
        {
            RequireOpen();
            return _end.ClaimedBytes(Length);
        }
    }

    /// <summary>Publishes all of the claim as the newest value.</summary>
    /// <exception cref="ObjectDisposedException">It was published or dropped, or the writer disposed.</exception>
    public void Publish() => Publish(Length);

    /// <summary>Publishes the beginning of what was claimed as the newest value.</summary>
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

    /// <summary>Drops the claim, if it was not published.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _end.Abort();
        }
    }

    internal LatestClaim Begin(int length)
    {
        _end.Claim(length);
        Length = length;
        _isOpen = true;
        return this;
    }

    private void RequireOpen()
    {
        if (!_isOpen)
        {
            throw new ObjectDisposedException(nameof(LatestClaim), "This claim was published or dropped.");
        }
    }
}
