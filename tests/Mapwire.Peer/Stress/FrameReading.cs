namespace Mapwire.Peer.Stress;

/// <summary>One subscriber of a run: joins and leaves, holds frames for a while, and checks that each stays as it was published, and that it gets every frame or is told of it.</summary>
internal sealed class FrameReading(string name, QueueBoard board, int reader, Random random)
{
    // So many frames of a lane from where it joined on may have been published before; they may be gone.
    private const long Early = 64;
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);
    private readonly Dictionary<int, (long First, long Next, FrameMark Mark)> _lanes = [];
    private readonly List<Frame<FrameMark>> _held = [];
    private long _read;
    private long _lost;
    private bool _isBlocking;

    public (long Read, long Lost) Run()
    {
        var isOver = false;
        while (!isOver)
        {
            _lanes.Clear();
            _held.Clear();
            var policy = random.Next(3) switch { 0 => SubscriberPolicy.Block, 1 => SubscriberPolicy.DropOldest, _ => SubscriberPolicy.Disconnect };
            _isBlocking = policy == SubscriberPolicy.Block;
            using var topic = FrameSubscriber<FrameMark>.Open(name, new FrameOptions
            {
                Policy = policy,
                History = random.Next(3) * 3,
                Waiting = random.Next(2) == 0 ? WaitStrategy.Park : WaitStrategy.SpinThenPark,
            });
            try
            {
                Read(topic, random.Next(2_000));
            }
            catch (TopicCompletedException)
            {
                isOver = true;
            }
            catch (SubscriberDisconnectedException told) when (policy == SubscriberPolicy.Disconnect)
            {
                CheckLoss(told.Loss, told.Loss.Publisher, told.Loss.Last + 1);
            }

            // Some are let go of, others go with the subscriber.
            LetGo(random.Next(4));
        }

        return (_read, _lost);
    }

    // Of each process a frame or two at most: so there always is one to fill.
    private void Read(FrameSubscriber<FrameMark> topic, int count)
    {
        for (var i = 0; i < count; i++)
        {
            LetGo(random.Next(2));
            var frame = random.Next(3) switch
            {
                0 when topic.TryRead(out var got) => got,
                1 => topic.ReadAsync().AsTask().WaitAsync(_watchdog).GetAwaiter().GetResult(),
                _ => topic.Read(_watchdog),
            };
            Check(frame);
            _held.Add(frame);
        }
    }

    private void LetGo(int most)
    {
        while (_held.Count > most)
        {
            CheckBytes(_held[0]);
            _held[0].Dispose();
            _held.RemoveAt(0);
        }
    }

    private static void CheckBytes(in Frame<FrameMark> frame)
    {
        if (!QueueRecord.TryRead(frame.Span, out var writer, out var life, out var number) || new FrameMark(writer, life, number) != frame.Metadata)
        {
            throw new InvalidDataException($"Frame {frame.Sequence} of lane {frame.Publisher} has {writer}:{life}:{number} in it, and is told to be {frame.Metadata}.");
        }
    }

    private void Check(in Frame<FrameMark> frame)
    {
        CheckBytes(frame);
        var (lane, sequence, mark) = (frame.Publisher, frame.Sequence, frame.Metadata);
        if (frame.Loss is { } loss)
        {
            CheckLoss(loss, lane, sequence);
        }

        var first = sequence;
        if (_lanes.TryGetValue(lane, out var before))
        {
            first = before.First;
            var isSame = (before.Mark.Writer, before.Mark.Life) == (mark.Writer, mark.Life);
            var distance = sequence - before.Next + 1;
            if ((frame.Loss is null && distance != 1) || (isSame && mark.Number - before.Mark.Number != distance) || (!isSame && distance == 1 && mark.Number != 1))
            {
                throw new InvalidDataException($"Behind frame {before.Next - 1} of lane {lane} ({before.Mark}) came {sequence} ({mark}), and as lost was told {frame.Loss}.");
            }
        }

        _lanes[lane] = (first, sequence + 1, mark);
        _read++;
        Volatile.Write(ref board.Got(reader), board.Got(reader) + 1);
    }

    private void CheckLoss(TopicLoss loss, int lane, long sequence)
    {
        var isKnown = _lanes.TryGetValue(lane, out var before);
        if ((isKnown && before.Next != loss.First) || (_isBlocking && isKnown && loss.Last - before.First > Early)
            || loss.Publisher != lane || loss.Last != sequence - 1 || loss.Count < 1)
        {
            throw new InvalidDataException($"Behind frame {before.Next - 1} of lane {lane} came {sequence}, and as lost was told {loss}; blocking {_isBlocking}.");
        }

        _lost += loss.Count;
    }
}
