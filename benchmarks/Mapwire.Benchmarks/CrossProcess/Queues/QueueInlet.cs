namespace Mapwire.Benchmarks.CrossProcess.Queues;

internal readonly struct QueueInlet(QueueReader reader) : IBytesInlet
{
    public void Take(Span<byte> buffer)
    {
        if (!reader.TryRead(out var message))
        {
            message = reader.Read();
        }

        message.Span.CopyTo(buffer);
    }
}
