namespace Mapwire.Benchmarks.CrossProcess.Queues;

internal readonly struct TopicInlet(Subscriber subscriber) : IBytesInlet
{
    public void Take(Span<byte> buffer)
    {
        if (!subscriber.TryRead(out var message))
        {
            message = subscriber.Read();
        }

        message.Span.CopyTo(buffer);
    }
}
