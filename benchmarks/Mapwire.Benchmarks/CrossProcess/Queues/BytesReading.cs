using System.Buffers.Binary;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Reads messages of bytes, copies each out in full and checks its number.</summary>
internal sealed class BytesReading : IBlocks
{
    private readonly QueueReader _reader;
    private readonly byte[] _buffer;

    public BytesReading(QueueReader reader, int size)
    {
        _reader = reader;
        _buffer = new byte[size];
        _buffer.AsSpan().Fill(1);
    }

    public void Pass(long from, int count)
    {
        long difference = 0;
        for (var at = from; at < from + count; at++)
        {
            if (!_reader.TryRead(out var message))
            {
                message = _reader.Read();
            }

            message.Span.CopyTo(_buffer);
            difference |= BinaryPrimitives.ReadInt64LittleEndian(_buffer) ^ at;
        }

        Blocks.RequireNone(difference, from);
    }
}
