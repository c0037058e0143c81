using System.Buffers.Binary;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Writes messages of bytes, each published by itself, from buffers that are filled before.</summary>
/// <remarks>
/// The number of a small message is in its buffer some messages before it is sent: a copy that begins right after a shorter write to its source
/// waits for that write, which the C program does not do either, for it writes the number in place.
/// </remarks>
internal sealed class BytesWriting<TOutlet> : IBlocks
    where TOutlet : struct, IBytesOutlet
{
    private const int GroupBytes = 2048;
    private const byte Content = 7;

    private readonly TOutlet _outlet;
    private readonly int _size;
    private readonly int _group;
    private readonly Memory<byte> _sources;

    public BytesWriting(TOutlet outlet, int size, int number)
    {
        _outlet = outlet;
        _size = size;
        _group = size >= Blocks.Large ? 1 : Math.Clamp(GroupBytes / size, Blocks.LeastGroup, Blocks.Least);
        _sources = LineBuffer.OfBytes((size >= Blocks.Large ? 1 : 2 * _group) * size);
        _sources.Span.Fill(Content);
        for (var at = sizeof(long); size >= 2 * sizeof(long) && at < _sources.Length; at += size)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_sources.Span[at..], number);
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
        var source = _sources.Span;
        for (var at = from; at < from + count; at++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(source, at);
            if (!_outlet.TryWrite(source))
            {
                _outlet.Write(source);
            }
        }
    }

    private void Number(int half, long first)
    {
        var rest = Half(half);
        for (var number = first; !rest.IsEmpty; number++, rest = rest[_size..])
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, number);
        }
    }

    private void Send(int half)
    {
        for (ReadOnlySpan<byte> rest = Half(half); !rest.IsEmpty; rest = rest[_size..])
        {
            var message = rest[.._size];
            if (!_outlet.TryWrite(message))
            {
                _outlet.Write(message);
            }
        }
    }

    private Span<byte> Half(int half) => _sources.Span.Slice(half * _group * _size, _group * _size);
}
