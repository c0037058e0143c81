using System.Buffers.Binary;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Reads messages of bytes, copies each out in full and checks its number.</summary>
internal sealed class BytesReading : IBlocks
{
    private readonly QueueReader _reader;
    private readonly Memory<byte> _buffer;

    public BytesReading(QueueReader reader, int size)
    {
        _reader = reader;
        _buffer = LineBuffer.OfBytes(size);
        _buffer.Span.Fill(1);
    }

    public void Pass(long from, int count)
    {
        long difference = 0;
        var buffer = _buffer.Span;
        for (var at = from; at < from + count; at++)
        {
            if (!_reader.TryRead(out var message))
            {
                message = _reader.Read();
            }

            message.Span.CopyTo(buffer);
            difference |= BinaryPrimitives.ReadInt64LittleEndian(buffer) ^ at;
        }

        Blocks.RequireNone(difference, from);
    }
}
