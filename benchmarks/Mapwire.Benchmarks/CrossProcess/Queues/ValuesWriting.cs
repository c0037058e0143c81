using System.Runtime.CompilerServices;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Writes values, one at a time or so many in one call, from an array of which one half is numbered while the other is sent; see <see cref="BytesWriting"/>.</summary>
internal sealed class ValuesWriting<T> : IBlocks
    where T : unmanaged
{
    private const int HalfBytes = 4096;
    private readonly int _half;
    private readonly T[] _sources;
    private readonly QueueWriter<T> _writer;
    private readonly bool _inBatches;

    public ValuesWriting(QueueWriter<T> writer, bool inBatches)
    {
        _writer = writer;
        _inBatches = inBatches;
        _half = Math.Clamp(HalfBytes / Unsafe.SizeOf<T>(), Blocks.Batch, Blocks.Least);
        _sources = new T[2 * _half];
    }

    public void Pass(long from, int count)
    {
        var half = 0;
        Number(half, from);
        for (var at = from; at < from + count; at += _half)
        {
            Number(1 - half, at + _half);
            if (_inBatches)
            {
                SendTogether(half);
            }
            else
            {
                SendEach(half);
            }

            half = 1 - half;
        }
    }

    private void Number(int half, long first)
    {
        for (var i = 0; i < _half; i++)
        {
            Blocks.NumberOf(ref _sources[(half * _half) + i]) = first + i;
        }
    }

    private void SendEach(int half)
    {
        for (var i = 0; i < _half; i++)
        {
            ref var message = ref _sources[(half * _half) + i];
            if (!_writer.TryWrite(message))
            {
                _writer.Write(message);
            }
        }
    }

    private void SendTogether(int half)
    {
        for (var at = 0; at < _half; at += Blocks.Batch)
        {
            SendTogether(_sources.AsSpan((half * _half) + at, Blocks.Batch));
        }
    }

    private void SendTogether(ReadOnlySpan<T> rest)
    {
        while (true)
        {
            rest = rest[_writer.TryWrite(rest)..];
            if (rest.IsEmpty)
            {
                return;
            }

            _writer.Write(rest[0]);
            rest = rest[1..];
        }
    }
}
