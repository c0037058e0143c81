namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Reads values of 64 bytes into an array, one at a time or as many as there are, and checks the number of each.</summary>
internal sealed class ValuesReading(QueueReader<Message64> reader, bool inBatches) : IBlocks
{
    private readonly Message64[] _buffer = new Message64[Blocks.Least];

    public void Pass(long from, int count)
    {
        var difference = inBatches ? TakeTogether(from, count) : TakeEach(from, count);
        Blocks.RequireNone(difference, from);
    }

    private long TakeEach(long from, int count)
    {
        long difference = 0;
        ref var buffer = ref _buffer[0];
        for (var at = from; at < from + count; at++)
        {
            if (!reader.TryRead(out buffer))
            {
                buffer = reader.Read();
            }

            difference |= buffer[0] ^ at;
        }

        return difference;
    }

    private long TakeTogether(long from, int count)
    {
        long difference = 0;
        for (var at = from; at < from + count;)
        {
            var taken = reader.TryRead(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, from + count - at)));
            if (taken == 0)
            {
                _buffer[0] = reader.Read();
                taken = 1;
            }

            for (var i = 0; i < taken; i++)
            {
                difference |= _buffer[i][0] ^ (at + i);
            }

            at += taken;
        }

        return difference;
    }
}
