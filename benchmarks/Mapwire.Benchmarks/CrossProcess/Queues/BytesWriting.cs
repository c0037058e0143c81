using System.Buffers.Binary;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Writes messages of bytes, each published by itself, from buffers that are filled before.</summary>
/// <remarks>
/// The number of a small message is in its buffer some messages before it is sent: a copy that begins right after a shorter write to its source
/// waits for that write, which the C program does not do either, for it writes the number in place.
/// </remarks>
internal sealed class BytesWriting : IBlocks
{
    private const int GroupBytes = 2048;
    private const int LeastGroup = 4;
    private const byte Content = 7;

    private readonly QueueWriter _writer;
    private readonly int _size;
    private readonly int _group;
    private readonly byte[] _sources;

    public BytesWriting(QueueWriter writer, int size, int number)
    {
        _writer = writer;
        _size = size;
        _group = size >= Blocks.Large ? 1 : Math.Clamp(GroupBytes / size, LeastGroup, Blocks.Least);
        _sources = new byte[(size >= Blocks.Large ? 1 : 2 * _group) * size];
        _sources.AsSpan().Fill(Content);
        for (var at = sizeof(long); size >= 2 * sizeof(long) && at < _sources.Length; at += size)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_sources.AsSpan(at), number);
        }
    }

    public void Pass(long from, int count)
    {
        if (_group == 1)
        {
            PassLarge(from, count);
        }
        else
        {
            PassSmall(from, count);
        }
    }

    private void PassSmall(long from, int count)
    {
        var half = 0;
        Number(half, from);
        for (var at = from; at < from + count; at += _group)
        {
            Number(1 - half, at + _group);
            Send(half);
            half = 1 - half;
        }
    }

    private void PassLarge(long from, int count)
    {
        for (var at = from; at < from + count; at++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_sources, at);
            if (!_writer.TryWrite(_sources))
            {
                _writer.Write(_sources);
            }
        }
    }

    private void Number(int half, long first)
    {
        for (var i = 0; i < _group; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_sources.AsSpan(((half * _group) + i) * _size), first + i);
        }
    }

    private void Send(int half)
    {
        for (var i = 0; i < _group; i++)
        {
            var message = new ReadOnlySpan<byte>(_sources, ((half * _group) + i) * _size, _size);
            if (!_writer.TryWrite(message))
            {
                _writer.Write(message);
            }
        }
    }
}
