namespace Mapwire.Benchmarks.CrossProcess.Queues;

internal readonly struct QueueOutlet(QueueWriter writer) : IBytesOutlet
{
    public bool TryWrite(ReadOnlySpan<byte> message) => writer.TryWrite(message);

    public void Write(ReadOnlySpan<byte> message) => writer.Write(message);
}
