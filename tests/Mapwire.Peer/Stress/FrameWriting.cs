namespace Mapwire.Peer.Stress;

/// <summary>One publisher of a run: fills frames in place, gives some back, numbers from 1 on in each life.</summary>
internal sealed class FrameWriting(string name, QueueBoard board, int writer, Random random)
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);
    private readonly int _life = ++board.Life(writer);

    public long Run()
    {
        using var topic = FramePublisher<FrameMark>.Open(name, new FrameOptions { Waiting = random.Next(2) == 0 ? WaitStrategy.Park : WaitStrategy.SpinThenPark });
        var number = 0;
        while (Volatile.Read(ref board.Stop) == 0 && ++number < QueueBoard.Most)
        {
            Publish(topic, QueueRecord.HeadSize + random.Next(topic.FrameBytes - QueueRecord.HeadSize + 1), number);
            Volatile.Write(ref board.Written(writer), board.Written(writer) + 1);
            MessageWorker.Rest(random);
        }

        return number;
    }

    private void Publish(FramePublisher<FrameMark> topic, int length, int number)
    {
        while (true)
        {
            using var lease = random.Next(3) switch
            {
                0 when topic.TryLease(out var got) => got,
                1 => topic.LeaseAsync().AsTask().WaitAsync(_watchdog).GetAwaiter().GetResult(),
                _ => topic.Lease(_watchdog),
            };
            QueueRecord.Fill(lease.Span[..length], writer, _life, number);
            if (random.Next(8) > 0)
            {
                lease.Publish(new FrameMark(writer, _life, number), length);
                return;
            }
        }
    }
}
