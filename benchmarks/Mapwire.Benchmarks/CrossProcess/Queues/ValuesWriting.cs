namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Writes values, one at a time or so many in one call, from an array that is filled before.</summary>
internal sealed class ValuesWriting<T>(QueueWriter<T> writer, bool inBatches) : IBlocks
    where T : unmanaged
{
    private readonly T[] _sources = new T[2 * Blocks.Batch];

    public void Pass(long from, int count)
    {
        var half = 0;
        Number(half, from);
        for (var at = from; at < from + count; at += Blocks.Batch)
        {
            Number(1 - half, at + Blocks.Batch);
            if (inBatches)
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
        for (var i = 0; i < Blocks.Batch; i++)
        {
            Blocks.NumberOf(ref _sources[(half * Blocks.Batch) + i]) = first + i;
        }
    }

    private void SendEach(int half)
    {
        for (var i = 0; i < Blocks.Batch; i++)
        {
            ref var message = ref _sources[(half * Blocks.Batch) + i];
            if (!writer.TryWrite(message))
            {
                writer.Write(message);
            }
        }
    }

    private void SendTogether(int half)
    {
        ReadOnlySpan<T> rest = _sources.AsSpan(half * Blocks.Batch, Blocks.Batch);
        while (true)
        {
            rest = rest[writer.TryWrite(rest)..];
            if (rest.IsEmpty)
            {
                return;
            }

            writer.Write(rest[0]);
            rest = rest[1..];
        }
    }
}
