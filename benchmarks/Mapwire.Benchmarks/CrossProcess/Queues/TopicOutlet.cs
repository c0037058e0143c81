namespace Mapwire.Benchmarks.CrossProcess.Queues;

internal readonly struct TopicOutlet(Publisher publisher) : IBytesOutlet
{
    public bool TryWrite(ReadOnlySpan<byte> message) => publisher.TryPublish(message);

    public void Write(ReadOnlySpan<byte> message) => publisher.Publish(message);
}
