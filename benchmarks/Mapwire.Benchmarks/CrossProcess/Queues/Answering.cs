namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Copies each question out and sends it back.</summary>
internal sealed class Answering(QueueReader there, QueueWriter back, int size) : IBlocks
{
    private readonly byte[] _buffer = new byte[size];

    public void Pass(long from, int count)
    {
        for (var i = 0; i < count; i++)
        {
            there.Read().Span.CopyTo(_buffer);
            back.Write(_buffer);
        }
    }
}
