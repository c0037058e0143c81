namespace Mapwire.Benchmarks.CrossProcess.Queues;

internal readonly struct QueueOutlet<T>(QueueWriter<T> writer) : IValuesOutlet<T>
    where T : unmanaged
{
    public bool TryWrite(in T message) => writer.TryWrite(message);

    public int TryWrite(ReadOnlySpan<T> messages) => writer.TryWrite(messages);

    public void Write(in T message) => writer.Write(message);
}
