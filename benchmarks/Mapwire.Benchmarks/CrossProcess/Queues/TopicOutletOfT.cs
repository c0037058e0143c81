namespace Mapwire.Benchmarks.CrossProcess.Queues;

internal readonly struct TopicOutlet<T>(Publisher<T> publisher) : IValuesOutlet<T>
    where T : unmanaged
{
    public bool TryWrite(in T message) => publisher.TryPublish(message);

    public int TryWrite(ReadOnlySpan<T> messages) => publisher.TryPublish(messages);

    public void Write(in T message) => publisher.Publish(message);
}
