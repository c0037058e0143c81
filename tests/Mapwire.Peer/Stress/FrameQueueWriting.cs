namespace Mapwire.Peer.Stress;

/// <summary>One writer of a run: fills frames in place, gives some back, and goes on with the number after the last that one before it was about to write.</summary>
internal sealed class FrameQueueWriting(string name, QueueBoard board, int writer, Random random)
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);
    private readonly int _life = ++board.Life(writer);

    public long Run()
    {
        using var queue = FrameQueueWriter<FrameMark>.Open(name, new FrameQueueOptions { Waiting = random.Next(2) == 0 ? WaitStrategy.Park : WaitStrategy.SpinThenPark });
        var written = 0L;
        var number = board.Intent(writer);
        while (Volatile.Read(ref board.Stop) == 0 && ++number < QueueBoard.Most)
        {
            Volatile.Write(ref board.Intent(writer), number);
            Write(queue, QueueRecord.HeadSize + random.Next(queue.FrameBytes - QueueRecord.HeadSize + 1), number);
            Volatile.Write(ref board.Written(writer), number);
            written++;
            MessageWorker.Rest(random);
        }

        return written;
    }

    private void Write(FrameQueueWriter<FrameMark> queue, int length, int number)
    {
        var mark = new FrameMark(writer, _life, number);
        while (true)
        {
            using var lease = random.Next(3) switch
            {
                0 when queue.TryLease(out var got) => got,
                1 => queue.LeaseAsync().AsTask().WaitAsync(_watchdog).GetAwaiter().GetResult(),
                _ => queue.Lease(_watchdog),
            };
            QueueRecord.Fill(lease.Span[..length], writer, _life, number);
            if (random.Next(8) > 0)
            {
                lease.Publish(mark, length);
                return;
            }
        }
    }
}
