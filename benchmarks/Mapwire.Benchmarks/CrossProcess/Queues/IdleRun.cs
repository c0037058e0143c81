using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What a process that waits for nothing to come uses of its processor.</summary>
internal static class IdleRun
{
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan _wait = TimeSpan.FromSeconds(2);

    /// <summary>Waits for room in a queue that nobody reads.</summary>
    public static Figures Write(QueueWriter writer, int size)
    {
        var message = new byte[size];
        while (writer.TryWrite(message))
        {
        }

        return Measure(time => writer.TryWrite(message, time));
    }

    /// <summary>Waits for a message of a queue that nobody writes.</summary>
    public static Figures Read(QueueReader reader) => Measure(time => reader.TryRead(time, out _));

    /// <summary>Waits for an event of the framework that nobody sets.</summary>
    public static Figures Wait()
    {
        using var never = new AutoResetEvent(false);
        return Measure(time => never.WaitOne(time));
    }

    private static Figures Measure(Func<TimeSpan, bool> wait)
    {
        var came = wait(_warmUp);
        var before = Environment.CpuUsage.TotalTime;
        came |= wait(_wait);
        var used = Environment.CpuUsage.TotalTime - before;
        return came
            ? throw new InvalidOperationException("Something came that nobody sent.")
            : new Figures { [QueueFigures.ProcessorMilliseconds] = used.TotalMilliseconds };
    }
}
