using System.Buffers.Binary;
using System.Diagnostics;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Sends a question, waits for its answer, copies it out and checks its number.</summary>
internal sealed class Asking<TOutlet, TInlet>(TOutlet there, TInlet back, int size) : IAsking
    where TOutlet : struct, IBytesOutlet
    where TInlet : struct, IBytesInlet
{
    // The next question is numbered while its predecessor is on its way.
    private readonly byte[][] _questions = [new byte[size], new byte[size]];
    private readonly byte[] _answer = new byte[size];

    public void Pass(long from, int count)
    {
        long difference = 0;
        Number(from);
        for (var at = from; at < from + count; at++)
        {
            there.Write(_questions[at & 1]);
            Number(at + 1);
            back.Take(_answer);
            difference |= BinaryPrimitives.ReadInt64LittleEndian(_answer) ^ at;
        }

        Blocks.RequireNone(difference, from);
    }

    public void Pass(long from, Span<long> ticks)
    {
        long difference = 0;
        Number(from);
        for (var i = 0; i < ticks.Length; i++)
        {
            var at = from + i;
            var started = Stopwatch.GetTimestamp();
            there.Write(_questions[at & 1]);
            Number(at + 1);
            back.Take(_answer);
            ticks[i] = Stopwatch.GetTimestamp() - started;
            difference |= BinaryPrimitives.ReadInt64LittleEndian(_answer) ^ at;
        }

        Blocks.RequireNone(difference, from);
    }

    private void Number(long at) => BinaryPrimitives.WriteInt64LittleEndian(_questions[at & 1], at);
}
