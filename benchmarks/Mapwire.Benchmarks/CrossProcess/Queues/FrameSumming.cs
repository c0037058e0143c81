using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Sums all words of frame after frame in place, and checks the number of each.</summary>
internal sealed class FrameSumming(FrameSubscriber<long> subscriber) : IBlocks
{
    private const int Lanes = 4;
    private long _sum;

    public void Pass(long from, int count)
    {
        long difference = 0;
        for (var at = from; at < from + count; at++)
        {
            using var frame = subscriber.Read();
            var bytes = frame.Span;
            _sum += Sum(MemoryMarshal.Cast<byte, Vector512<long>>(bytes));
            difference |= BinaryPrimitives.ReadInt64LittleEndian(bytes) ^ at;
        }

        Blocks.RequireNone(difference, from);
    }

    private static long Sum(ReadOnlySpan<Vector512<long>> words)
    {
        var (first, second, third, fourth) = (Vector512<long>.Zero, Vector512<long>.Zero, Vector512<long>.Zero, Vector512<long>.Zero);
        for (; words.Length >= Lanes; words = words[Lanes..])
        {
            first += words[0];
            second += words[1];
            third += words[2];
            fourth += words[3];
        }

        var rest = 0L;
        foreach (var one in words)
        {
            rest += Vector512.Sum(one);
        }

        return rest + Vector512.Sum(first + second + third + fourth);
    }
}
