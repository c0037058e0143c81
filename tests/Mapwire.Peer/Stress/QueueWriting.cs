namespace Mapwire.Peer.Stress;

/// <summary>One writer of a run: writes in every way there is, and goes on with the number after the last that one before it was about to write.</summary>
internal sealed class QueueWriting(string name, QueueBoard board, int writer, Random random)
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);
    private readonly byte[] _bytes = new byte[1 << 16];
    private readonly int _life = ++board.Life(writer);

    public long Run()
    {
        using var queue = QueueWriter.Open(name, new QueueOptions { Waiting = random.Next(2) == 0 ? WaitStrategy.Park : WaitStrategy.SpinThenPark });
        var written = 0L;
        var number = board.Intent(writer);
        while (Volatile.Read(ref board.Stop) == 0 && ++number < QueueBoard.Most)
        {
            Volatile.Write(ref board.Intent(writer), number);
            Write(queue, Math.Min(QueueRecord.Length(random, board.MostBytes), queue.MaxMessageSize), number);
            Volatile.Write(ref board.Written(writer), number);
            written++;
            MessageWorker.Rest(random);
        }

        return written;
    }

    private void Write(QueueWriter queue, int length, int number)
    {
        var way = random.Next(4);
        if (way == 0)
        {
            using var claim = queue.Claim(length, _watchdog);
            QueueRecord.Fill(claim.Bytes, writer, _life, number);
            claim.Publish();
            return;
        }

        var message = _bytes.AsMemory(0, length);
        QueueRecord.Fill(message.Span, writer, _life, number);
        if (way == 1 && !queue.TryWrite(message.Span))
        {
            var write = queue.WriteAsync(message).AsTask();
            if (!write.Wait(_watchdog))
            {
                throw new TimeoutException($"Writer {writer} has no room for message {number}");
            }
        }
        else if (way > 1)
        {
            queue.Write(message.Span, _watchdog);
        }
    }
}
