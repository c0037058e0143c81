namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Takes a frame, and the message at its beginning.</summary>
internal readonly struct FrameInlet(FrameSubscriber<long> subscriber) : IBytesInlet
{
    public void Take(Span<byte> buffer)
    {
        using var frame = subscriber.Read();
        frame.Span[..buffer.Length].CopyTo(buffer);
    }
}
