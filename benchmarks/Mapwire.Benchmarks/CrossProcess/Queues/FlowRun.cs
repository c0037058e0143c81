using System.Diagnostics;
using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>One way between two processes: heats that warm up, and one that counts, from before its first message until the last is checked.</summary>
internal sealed class FlowRun(Meeting meeting, IBlocks side, QueueJob job)
{
    private const int BlocksOfWarmUp = 8;

    public static TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(1);

    private readonly int _block = Blocks.SizeFor(job.Size);

    public Figures Lead()
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < WarmUp;)
        {
            _ = Heat((long)_block * BlocksOfWarmUp, out _);
        }

        var count = Blocks.Whole(job.Count, _block);
        var before = Environment.CpuUsage.TotalTime;
        var took = Heat(count, out var allocated);
        var used = Environment.CpuUsage.TotalTime - before;
        meeting.Target = 0;
        meeting.Meet();
        return new Figures
        {
            [QueueFigures.MillionsASecond] = count / took.TotalMicroseconds,
            [QueueFigures.GigabytesASecond] = count * (double)job.Size / took.TotalNanoseconds,
            [QueueFigures.WritersNanoseconds] = used.TotalNanoseconds / count,
            [QueueFigures.Allocated] = allocated,
        };
    }

    /// <summary>What the other side does, whatever is led: the heats that it is told, until there are none.</summary>
    public Figures Follow()
    {
        long allocated = 0;
        while (true)
        {
            meeting.Meet();
            var count = meeting.Target;
            if (count == 0)
            {
                return new Figures { [QueueFigures.Allocated] = allocated };
            }

            // The last heat is the one that counts.
            var before = GC.GetAllocatedBytesForCurrentThread();
            Blocks.PassAll(side, count, _block);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            meeting.Meet();
        }
    }

    private TimeSpan Heat(long count, out long allocated)
    {
        meeting.Target = count;
        meeting.Meet();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        Blocks.PassAll(side, count, _block);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        meeting.Meet();
        return Stopwatch.GetElapsedTime(started);
    }
}
