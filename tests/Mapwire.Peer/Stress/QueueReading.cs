namespace Mapwire.Peer.Stress;

/// <summary>One reader of a run: reads or leases in every way there is, checks each message and writes down that it had it.</summary>
internal sealed class QueueReading(string name, QueueBoard board, int reader, Random random)
{
    private const int MostLeases = 4;
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(20);
    private readonly Dictionary<(int Writer, int Life), int> _last = [];
    private readonly Queue<(QueueLease Lease, int Writer, int Number)> _leases = new();

    public long Run()
    {
        using var queue = Open(new QueueOptions { Prefetch = board.Prefetch, Waiting = random.Next(2) == 0 ? WaitStrategy.Park : WaitStrategy.SpinThenPark });
        var read = 0L;
        try
        {
            while (true)
            {
                Volatile.Write(ref board.Asks(reader), 1);
                if (board.MustLease(reader) ? TryLease(queue) : TryRead(queue))
                {
                    read++;
                    Volatile.Write(ref board.Got(reader), board.Got(reader) + 1);
                }

                Volatile.Write(ref board.Asks(reader), 0);
            }
        }
        catch (QueueCompletedException)
        {
            // All of it is read, or held by those who end when they have done with it.
            Volatile.Write(ref board.Asks(reader), 0);
            EndLeases(0);
            return read;
        }
    }

    // Where there is one reader at a time, another process may be recovering the one before this.
    private QueueReader Open(QueueOptions options)
    {
        var limit = Deadline.After(_watchdog);
        while (true)
        {
            try
            {
                return QueueReader.Open(name, options);
            }
            catch (InvalidOperationException) when (!limit.IsOver)
            {
                _ = Thread.Yield();
            }
        }
    }

    private bool TryRead(QueueReader queue)
    {
        QueueMessage message;
        switch (random.Next(4))
        {
            case 0:
                message = Get(queue.ReadAsync());
                break;
            case 1:
                if (!queue.TryRead(TimeSpan.FromMicroseconds(random.Next(2000)), out message))
                {
                    return false;
                }

                break;
            default:
                message = Within(() => queue.Read(_watchdog));
                break;
        }

        var (writer, number) = Check(message.Span, message.IsRedelivered);
        board.NoteDone(writer, number);
        return true;
    }

    private bool TryLease(QueueReader queue)
    {
        QueueLease lease;
        switch (random.Next(4))
        {
            case 0 when _leases.Count == 0:
                lease = Get(queue.LeaseAsync());
                break;
            case 1 when _leases.Count == 0:
                lease = Within(() => queue.Lease(_watchdog));
                break;
            default:
                if (!queue.TryLease(TimeSpan.FromMicroseconds(random.Next(2000)), out lease))
                {
                    // Who waits longer gives what it has to those who wait for the end.
                    EndLeases(0);
                    return false;
                }

                break;
        }

        var (writer, number) = Check(lease.Span, lease.IsRedelivered);
        _leases.Enqueue((lease, writer, number));
        EndLeases(random.Next(MostLeases));
        return true;
    }

    private void EndLeases(int left)
    {
        while (_leases.Count > left)
        {
            var (lease, writer, number) = _leases.Dequeue();
            if (random.Next(16) == 0)
            {
                lease.GiveBack();
            }
            else
            {
                board.NoteDone(writer, number);
                lease.Dispose();
            }
        }
    }

    private (int Writer, int Number) Check(ReadOnlySpan<byte> bytes, bool again)
    {
        if (!QueueRecord.TryRead(bytes, out var writer, out var life, out var number))
        {
            throw new InvalidDataException($"A message of {bytes.Length} bytes is torn: {Convert.ToHexString(bytes[..Math.Min(64, bytes.Length)])}");
        }

        if (Volatile.Read(ref board.Intent(writer)) < number)
        {
            throw new InvalidDataException($"Message {number} of writer {writer} is read, which was not about to write it yet");
        }

        var last = _last.GetValueOrDefault((writer, life));
        if (!again && number <= last)
        {
            throw new InvalidDataException($"Message {number} of writer {writer} comes after {last}");
        }

        _last[(writer, life)] = again ? last : number;
        var mark = board.Note(writer, number, again);
        if (!again && QueueBoard.FreshOf(mark) > 1)
        {
            throw new InvalidDataException($"Message {number} of writer {writer} is read twice, and not marked as redelivered");
        }

        if (board.Leases == 0 && QueueBoard.FreshOf(mark) + QueueBoard.AgainOf(mark) > 1)
        {
            throw new InvalidDataException($"Message {number} of writer {writer} is read twice, marked {again}");
        }

        return (writer, number);
    }

    // Where others read everything nothing comes for a while; that nobody goes on at all, who began the run finds out.
    private static T Within<T>(Func<T> wait)
    {
        while (true)
        {
            try
            {
                return wait();
            }
            catch (TimeoutException)
            {
            }
        }
    }

    private static T Get<T>(ValueTask<T> wait) => wait.AsTask().GetAwaiter().GetResult();
}
