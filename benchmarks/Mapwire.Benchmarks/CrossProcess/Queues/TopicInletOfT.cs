namespace Mapwire.Benchmarks.CrossProcess.Queues;

internal readonly struct TopicInlet<T>(Subscriber<T> subscriber) : IValuesInlet<T>
    where T : unmanaged
{
    public bool TryRead(out T message) => subscriber.TryRead(out message);

    public int TryRead(Span<T> messages) => subscriber.TryRead(messages);

    public T Read() => subscriber.Read();
}
