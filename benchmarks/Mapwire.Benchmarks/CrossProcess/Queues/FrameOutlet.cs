namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Puts a message at the beginning of a frame, and hands over all of the frame. The room for the next one is taken while this one is on its way.</summary>
internal struct FrameOutlet(FramePublisher<long> publisher) : IBytesOutlet
{
    private FrameLease<long> _lease = publisher.Lease();

    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        Write(message);
        return true;
    }

    public void Write(ReadOnlySpan<byte> message)
    {
        message.CopyTo(_lease.Span);
        _lease.Publish(0);
        _lease = publisher.Lease();
    }
}
