namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Puts a message at the beginning of a frame, and hands over all of the frame.</summary>
internal readonly struct FrameOutlet(FramePublisher<long> publisher) : IBytesOutlet
{
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        if (!publisher.TryLease(out var lease))
        {
            return false;
        }

        message.CopyTo(lease.Span);
        lease.Publish(0);
        return true;
    }

    public void Write(ReadOnlySpan<byte> message)
    {
        var lease = publisher.Lease();
        message.CopyTo(lease.Span);
        lease.Publish(0);
    }
}
