using System.Buffers.Binary;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>One of several readers: copies each message out, and checks that those of each writer come in order, until the queue is finished.</summary>
internal sealed class CrowdReading
{
    private readonly QueueReader _reader;
    private readonly byte[] _buffer;
    private readonly long[] _last;

    public CrowdReading(QueueReader reader, int size, int writers)
    {
        _reader = reader;
        _buffer = new byte[size];
        _last = new long[writers];
        Array.Fill(_last, -1);
    }

    public long Taken { get; private set; }

    /// <summary>Takes so many; false where there will be no more.</summary>
    public bool TryPass(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!_reader.TryRead(out var message) && !_reader.TryRead(Timeout.InfiniteTimeSpan, out message))
            {
                Taken += i;
                return false;
            }

            message.Span.CopyTo(_buffer);
            var number = BinaryPrimitives.ReadInt64LittleEndian(_buffer);
            ref var last = ref _last[BinaryPrimitives.ReadInt64LittleEndian(_buffer.AsSpan(sizeof(long)))];
            if (number <= last)
            {
                throw new InvalidOperationException($"Message {number} came after {last} of the same writer.");
            }

            last = number;
        }

        Taken += count;
        return true;
    }
}
