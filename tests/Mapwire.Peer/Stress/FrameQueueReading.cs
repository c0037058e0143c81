namespace Mapwire.Peer.Stress;

/// <summary>One reader of a run: has a few frames at once, gives some back, checks each when it comes and when it is done, and writes down that it had it.</summary>
internal sealed class FrameQueueReading(string name, QueueBoard board, int reader, Random random)
{
    private const int MostHeld = 2;
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);
    private readonly Dictionary<(int Writer, int Life), int> _last = [];
    private readonly List<QueueFrame<FrameMark>> _held = [];

    public long Run()
    {
        using var queue = FrameQueueReader<FrameMark>.Open(name, new FrameQueueOptions { Waiting = random.Next(2) == 0 ? WaitStrategy.Park : WaitStrategy.SpinThenPark });
        var read = 0L;
        try
        {
            while (true)
            {
                if (TryRead(queue))
                {
                    read++;
                    Volatile.Write(ref board.Got(reader), board.Got(reader) + 1);
                }
            }
        }
        catch (QueueCompletedException)
        {
            return read;
        }
    }

    private bool TryRead(FrameQueueReader<FrameMark> queue)
    {
        QueueFrame<FrameMark> frame;
        switch (random.Next(3))
        {
            case 0 when _held.Count == 0:
                frame = queue.ReadAsync().AsTask().GetAwaiter().GetResult();
                break;
            case 1 when _held.Count == 0:
                frame = Within(() => queue.Read(_watchdog));
                break;
            default:
                if (!queue.TryRead(TimeSpan.FromMicroseconds(random.Next(2000)), out frame))
                {
                    // Who waits longer gives what it has to those who wait for the end.
                    End(0);
                    return false;
                }

                break;
        }

        Check(frame);
        _held.Add(frame);
        End(random.Next(MostHeld));
        return true;
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

    // In any order.
    private void End(int left)
    {
        while (_held.Count > left)
        {
            var at = random.Next(_held.Count);
            var frame = _held[at];
            _held.RemoveAt(at);
            CheckBytes(frame);
            if (random.Next(16) == 0)
            {
                frame.GiveBack();
            }
            else
            {
                board.NoteDone(frame.Metadata.Writer, frame.Metadata.Number);
                frame.Dispose();
            }
        }
    }

    private static void CheckBytes(in QueueFrame<FrameMark> frame)
    {
        if (!QueueRecord.TryRead(frame.Span, out var writer, out var life, out var number) || new FrameMark(writer, life, number) != frame.Metadata)
        {
            throw new InvalidDataException($"A frame has {writer}:{life}:{number} in it, and is told to be {frame.Metadata}, again {frame.IsRedelivered}.");
        }
    }

    private void Check(in QueueFrame<FrameMark> frame)
    {
        CheckBytes(frame);
        var (writer, life, number) = (frame.Metadata.Writer, frame.Metadata.Life, frame.Metadata.Number);
        var last = _last.GetValueOrDefault((writer, life));
        if (Volatile.Read(ref board.Intent(writer)) < number || (!frame.IsRedelivered && number <= last))
        {
            throw new InvalidDataException($"Frame {number} of writer {writer} comes after {last}, and {board.Intent(writer)} are about to be written.");
        }

        _last[(writer, life)] = frame.IsRedelivered ? last : number;
        if (QueueBoard.FreshOf(board.Note(writer, number, frame.IsRedelivered)) > 1 && !frame.IsRedelivered)
        {
            throw new InvalidDataException($"Frame {number} of writer {writer} is read twice, and not marked as redelivered.");
        }
    }
}
