namespace Mapwire.Peer.Stress;

/// <summary>One publisher of a run: publishes in every way there is, numbers from 1 on in each life.</summary>
internal sealed class TopicWriting(string name, QueueBoard board, int writer, Random random)
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);
    private readonly byte[] _bytes = new byte[1 << 16];
    private readonly int _life = ++board.Life(writer);

    public long Run()
    {
        using var topic = Publisher.Open(name, new TopicOptions { Waiting = random.Next(2) == 0 ? WaitStrategy.Park : WaitStrategy.SpinThenPark });
        var number = 0;
        while (Volatile.Read(ref board.Stop) == 0 && ++number < QueueBoard.Most)
        {
            Publish(topic, Math.Min(QueueRecord.Length(random, board.MostBytes), topic.MaxMessageSize), number);
            Volatile.Write(ref board.Written(writer), board.Written(writer) + 1);
            MessageWorker.Rest(random);
        }

        return number;
    }

    private void Publish(Publisher topic, int length, int number)
    {
        var way = random.Next(4);
        if (way == 0)
        {
            using var claim = topic.Claim(length, _watchdog);
            QueueRecord.Fill(claim.Bytes, writer, _life, number);
            claim.Publish();
            return;
        }

        var message = _bytes.AsMemory(0, length);
        QueueRecord.Fill(message.Span, writer, _life, number);
        if (way > 1)
        {
            topic.Publish(message.Span, _watchdog);
        }
        else if (!topic.TryPublish(message.Span) && !topic.PublishAsync(message).AsTask().Wait(_watchdog))
        {
            throw new TimeoutException($"Publisher {writer} has no room for message {number}");
        }
    }
}
