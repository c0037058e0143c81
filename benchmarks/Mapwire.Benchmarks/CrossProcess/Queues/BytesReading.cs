using System.Buffers.Binary;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Reads messages of bytes, copies each out in full and checks its number.</summary>
internal sealed class BytesReading<TInlet> : IBlocks
    where TInlet : struct, IBytesInlet
{
    private readonly TInlet _inlet;
    private readonly Memory<byte> _buffer;

    public BytesReading(TInlet inlet, int size)
    {
        _inlet = inlet;
        _buffer = LineBuffer.OfBytes(size);
        _buffer.Span.Fill(1);
    }

    public void Pass(long from, int count)
    {
        long difference = 0;
        var buffer = _buffer.Span;
        for (var at = from; at < from + count; at++)
        {
            _inlet.Take(buffer);
            difference |= BinaryPrimitives.ReadInt64LittleEndian(buffer) ^ at;
        }

        Blocks.RequireNone(difference, from);
    }
}
