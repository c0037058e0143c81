using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Reads values into an array, one at a time or as many as there are, and checks the number of each.</summary>
internal sealed class ValuesReading<T, TInlet>(TInlet inlet, bool inBatches) : IBlocks
    where T : unmanaged
    where TInlet : struct, IValuesInlet<T>
{
    private readonly Memory<byte> _buffer = LineBuffer.OfBytes(Blocks.Least * Unsafe.SizeOf<T>());

    private Span<T> Buffer => MemoryMarshal.Cast<byte, T>(_buffer.Span);

    public void Pass(long from, int count)
    {
        var difference = inBatches ? TakeTogether(from, count) : TakeEach(from, count);
        Blocks.RequireNone(difference, from);
    }

    private long TakeEach(long from, int count)
    {
        long difference = 0;
        ref var buffer = ref Buffer[0];
        for (var at = from; at < from + count; at++)
        {
            if (!inlet.TryRead(out buffer))
            {
                buffer = inlet.Read();
            }

            difference |= Blocks.NumberOf(ref buffer) ^ at;
        }

        return difference;
    }

    private long TakeTogether(long from, int count)
    {
        long difference = 0;
        var buffer = Buffer;
        for (var at = from; at < from + count;)
        {
            var taken = inlet.TryRead(buffer[..(int)Math.Min(buffer.Length, from + count - at)]);
            if (taken == 0)
            {
                buffer[0] = inlet.Read();
                taken = 1;
            }

            for (var i = 0; i < taken; i++)
            {
                difference |= Blocks.NumberOf(ref buffer[i]) ^ (at + i);
            }

            at += taken;
        }

        return difference;
    }
}
