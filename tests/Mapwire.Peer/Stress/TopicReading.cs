namespace Mapwire.Peer.Stress;

/// <summary>One subscriber of a run: joins and leaves, reads in every way there is, and checks that it gets every message or is told of it.</summary>
/// <remarks>Of one lane the sequences follow one another, but for what is told as lost; and of one life of a publisher, which has one lane, the numbers grow as the sequences do.</remarks>
internal sealed class TopicReading(string name, QueueBoard board, int reader, Random random)
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);
    private readonly Dictionary<int, (long Next, int Writer, int Life, int Number)> _lanes = [];
    private long _read;
    private long _lost;
    private bool _hasAll;

    public (long Read, long Lost) Run()
    {
        var isOver = false;
        while (!isOver)
        {
            _lanes.Clear();
            var isReadOnly = random.Next(5) == 0;
            var policy = isReadOnly ? SubscriberPolicy.DropOldest : (SubscriberPolicy)random.Next(4);
            using var topic = Subscriber.Open(name, new TopicOptions
            {
                IsReadOnly = isReadOnly,
                Policy = policy,
                History = random.Next(3) * 30,
                Backlog = 1 + random.Next(100_000),
                Waiting = random.Next(2) == 0 ? WaitStrategy.Park : WaitStrategy.SpinThenPark,
            });
            _hasAll = policy == SubscriberPolicy.Block;
            try
            {
                Read(topic, random.Next(20_000));
            }
            catch (TopicCompletedException)
            {
                isOver = true;
                CheckEnd();
            }
            catch (SubscriberDisconnectedException told) when (policy == SubscriberPolicy.Disconnect)
            {
                CheckLoss(told.Loss, told.Loss.Publisher, told.Loss.Last + 1);
            }
        }

        return (_read, _lost);
    }

    private void Read(Subscriber topic, int count)
    {
        for (var i = 0; i < count; i++)
        {
            switch (random.Next(3))
            {
                case 0 when topic.TryRead(out var message):
                    Check(message);
                    break;
                case 1:
                    var wait = topic.ReadAsync().AsTask();
                    Check(wait.WaitAsync(_watchdog).GetAwaiter().GetResult());
                    break;
                default:
                    Check(topic.Read(_watchdog));
                    break;
            }

            if (random.Next(2000) == 0)
            {
                Thread.SpinWait(random.Next(1_000_000));
            }
        }
    }

    private void Check(TopicMessage message)
    {
        var (lane, sequence) = (message.Publisher, message.Sequence);
        if (!QueueRecord.TryRead(message.Span, out var writer, out var life, out var number))
        {
            throw new InvalidDataException($"Message {sequence} of lane {lane} is none that anybody published.");
        }

        if (message.Loss is { } loss)
        {
            CheckLoss(loss, lane, sequence);
        }

        if (_lanes.TryGetValue(lane, out var before))
        {
            var isSame = (before.Writer, before.Life) == (writer, life);
            var distance = sequence - before.Next + 1;
            if ((message.Loss is null && distance != 1) || (isSame && number - before.Number != distance) || (!isSame && distance == 1 && number != 1))
            {
                throw new InvalidDataException(
                    $"Behind message {before.Next - 1} of lane {lane} ({before.Writer}:{before.Life}:{before.Number}) came {sequence} ({writer}:{life}:{number}), and as lost was told {message.Loss}.");
            }
        }

        _lanes[lane] = (sequence + 1, writer, life, number);
        _read++;
        Volatile.Write(ref board.Got(reader), board.Got(reader) + 1);
    }

    private void CheckLoss(TopicLoss loss, int lane, long sequence)
    {
        var isExpected = !_lanes.TryGetValue(lane, out var before) || before.Next == loss.First;
        if (_hasAll || !isExpected || loss.Publisher != lane || loss.Last != sequence - 1 || loss.Count < 1)
        {
            throw new InvalidDataException($"Behind message {before.Next - 1} of lane {lane} came {sequence}, and as lost was told {loss}; blocking {_hasAll}.");
        }

        _lost += loss.Count;
    }

    // Who has read to the end has read the last message of each lane, or has none of it.
    private void CheckEnd()
    {
        foreach (var lane in RegionInspector.Inspect(name)!.Topic!.Lanes)
        {
            if (_lanes.TryGetValue(lane.Number, out var before) && before.Next != lane.Published)
            {
                throw new InvalidDataException($"Lane {lane.Number} has {lane.Published} messages, and the last that was read is {before.Next - 1}; blocking {_hasAll}.");
            }
        }
    }
}
