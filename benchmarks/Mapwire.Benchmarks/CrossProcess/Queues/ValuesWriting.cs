using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Writes values, one at a time or so many in one call, from a buffer of which one half is numbered while the other is sent; see <see cref="BytesWriting{TOutlet}"/>.</summary>
internal sealed class ValuesWriting<T, TOutlet> : IBlocks
    where T : unmanaged
    where TOutlet : struct, IValuesOutlet<T>
{
    private const int HalfBytes = 4096;
    private readonly int _half;
    private readonly Memory<byte> _sources;
    private readonly TOutlet _outlet;
    private readonly bool _inBatches;

    public ValuesWriting(TOutlet outlet, bool inBatches)
    {
        _outlet = outlet;
        _inBatches = inBatches;
        _half = Math.Clamp(HalfBytes / Unsafe.SizeOf<T>(), inBatches ? Blocks.Batch : Blocks.LeastGroup, Blocks.Least);
        _sources = LineBuffer.OfBytes(2 * _half * Unsafe.SizeOf<T>());
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
        var sources = Half(half);
        for (var i = 0; i < sources.Length; i++)
        {
            Blocks.NumberOf(ref sources[i]) = first + i;
        }
    }

    private void SendEach(int half)
    {
        foreach (ref readonly var message in Half(half))
        {
            if (!_outlet.TryWrite(message))
            {
                _outlet.Write(message);
            }
        }
    }

    private void SendTogether(int half)
    {
        var sources = Half(half);
        for (var at = 0; at < sources.Length; at += Blocks.Batch)
        {
            SendTogether(sources.Slice(at, Blocks.Batch));
        }
    }

    private Span<T> Half(int half) => MemoryMarshal.Cast<byte, T>(_sources.Span).Slice(half * _half, _half);

    private void SendTogether(ReadOnlySpan<T> rest)
    {
        while (true)
        {
            rest = rest[_outlet.TryWrite(rest)..];
            if (rest.IsEmpty)
            {
                return;
            }

            _outlet.Write(rest[0]);
            rest = rest[1..];
        }
    }
}
