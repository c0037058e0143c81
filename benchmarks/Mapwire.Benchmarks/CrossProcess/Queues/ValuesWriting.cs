namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Writes values of 64 bytes, one at a time or so many in one call, from an array that is filled before.</summary>
internal sealed class ValuesWriting(QueueWriter<Message64> writer, bool inBatches) : IBlocks
{
    /// <summary>How many are published in one call.</summary>
    public const int Batch = 16;

    private readonly Message64[] _sources = new Message64[2 * Batch];

    public void Pass(long from, int count)
    {
        var half = 0;
        Number(half, from);
        for (var at = from; at < from + count; at += Batch)
        {
            Number(1 - half, at + Batch);
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
        for (var i = 0; i < Batch; i++)
        {
            _sources[(half * Batch) + i][0] = first + i;
        }
    }

    private void SendEach(int half)
    {
        for (var i = 0; i < Batch; i++)
        {
            ref var message = ref _sources[(half * Batch) + i];
            if (!writer.TryWrite(message))
            {
                writer.Write(message);
            }
        }
    }

    private void SendTogether(int half)
    {
        ReadOnlySpan<Message64> rest = _sources.AsSpan(half * Batch, Batch);
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
