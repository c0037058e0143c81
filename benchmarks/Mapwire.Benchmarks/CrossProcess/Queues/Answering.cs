namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Copies each question out and sends it back.</summary>
internal sealed class Answering<TInlet, TOutlet>(TInlet there, TOutlet back, int size) : IBlocks
    where TInlet : struct, IBytesInlet
    where TOutlet : struct, IBytesOutlet
{
    private readonly byte[] _buffer = new byte[size];

    public void Pass(long from, int count)
    {
        for (var i = 0; i < count; i++)
        {
            there.Take(_buffer);
            back.Write(_buffer);
        }
    }
}
