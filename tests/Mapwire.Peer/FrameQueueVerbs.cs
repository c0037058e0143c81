using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Verbs of one who writes frames to a queue or reads them.</summary>
internal sealed class FrameQueueVerbs : IDisposable
{
    private readonly List<QueueFrame<long>> _held = [];
    private FrameQueueWriter<long>? _writer;
    private FrameQueueReader<long>? _reader;
    private FrameQueueSteps? _steps;

    /// <summary>The answer; null for words that are none of these verbs.</summary>
    public string? Do(string[] words) => words switch
    {
        ["frame-queue-writer", var name] => Done(() => _writer = FrameQueueWriter<long>.Open(name, new FrameQueueOptions { Waiting = WaitStrategy.Park })),
        ["frame-queue-reader", var name] => Done(() => _reader = FrameQueueReader<long>.Open(name, new FrameQueueOptions { Waiting = WaitStrategy.Park })),
        ["frame-queue-part", var name] => Done(() => _steps = new FrameQueueSteps(QueuePart.Open(name))),
        ["frame-queue-step", var step] => _steps!.Take(step, -1),
        ["frame-queue-step", var step, var number] => _steps!.Take(step, Number(number)),
        ["frame-queue-lease", var number] => Lease(Number(number)),
        ["frame-queue-take"] => Take(),
        ["frame-queue-turn", var name, var writes] => Turn(name, Number(writes)),
        _ => null,
    };

    public void Dispose()
    {
        _steps?.Dispose();
        _reader?.Dispose();
        _writer?.Dispose();
    }

    // Left open.
    private string Lease(long number)
    {
        if (!_writer!.TryLease(out var lease))
        {
            return "full";
        }

        FrameNumber.Fill(lease, number);
        return "leased";
    }

    // And has it.
    private string Take()
    {
        if (!_reader!.TryRead(out var frame))
        {
            return "none";
        }

        _held.Add(frame);
        var isWhole = frame.Length == FrameNumber.Length(frame.Metadata, _reader.FrameBytes) && !frame.Span.ContainsAnyExcept((byte)frame.Metadata);
        return isWhole ? frame.Metadata.ToString(CultureInfo.InvariantCulture) : "broken";
    }

    // Writes so many and reads one in turn, until it is killed.
    private static string Turn(string name, long writes)
    {
        _ = Task.Factory.StartNew(
            () =>
            {
                using var writer = FrameQueueWriter<long>.Open(name);
                using var reader = FrameQueueReader<long>.Open(name);
                for (var number = 0L; ; number++)
                {
                    for (var write = 0; write < writes; write++)
                    {
                        writer.Write([(byte)number], number);
                    }

                    reader.Read().Dispose();
                }
            },
            default,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return "turns";
    }

    private static string Done(Action action)
    {
        action();
        return "done";
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
