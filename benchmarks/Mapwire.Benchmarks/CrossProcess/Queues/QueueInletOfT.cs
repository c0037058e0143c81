namespace Mapwire.Benchmarks.CrossProcess.Queues;

internal readonly struct QueueInlet<T>(QueueReader<T> reader) : IValuesInlet<T>
    where T : unmanaged
{
    public bool TryRead(out T message) => reader.TryRead(out message);

    public int TryRead(Span<T> messages) => reader.TryRead(messages);

    public T Read() => reader.Read();
}
