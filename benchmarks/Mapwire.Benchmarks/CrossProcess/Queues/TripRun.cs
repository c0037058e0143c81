using System.Diagnostics;
using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>There and back between two processes: the mean of so many trips, then each of as many others by the clock, as the C programs do it.</summary>
internal sealed class TripRun(Meeting meeting, IAsking asking, QueueJob job)
{
    // A trip between sleeping processes takes so long that a large block would not be called often enough to be compiled for good.
    private readonly int _block = job.Queue.Waiting == WaitStrategy.Park ? 16 : 4096;

    public Figures Lead()
    {
        var samples = new long[job.Count];
        var warmUp = new long[_block];
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < FlowRun.WarmUp;)
        {
            _ = Heat(_block, out _);
            _ = Heat(warmUp, out _);
        }

        var took = Heat(job.Count, out var allocated);
        _ = Heat(samples, out var allocatedByTheClock);
        meeting.Target = 0;
        meeting.Meet();
        Array.Sort(samples);
        return new Figures
        {
            [Figures.Mean] = took.TotalNanoseconds / job.Count,
            [Figures.Median] = Percentile(samples, 50),
            [Figures.Percentile99] = Percentile(samples, 99),
            [QueueFigures.Allocated] = allocated + allocatedByTheClock,
        };
    }

    private static double Percentile(long[] sorted, int percent) =>
        sorted[sorted.Length * (long)percent / 100] * (1e9 / Stopwatch.Frequency);

    private TimeSpan Heat(long count, out long allocated)
    {
        Begin(count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        Blocks.PassAll(asking, count, _block);
        var took = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        meeting.Meet();
        return took;
    }

    private TimeSpan Heat(long[] samples, out long allocated)
    {
        Begin(samples.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var from = 0; from < samples.Length; from += _block)
        {
            asking.Pass(from, samples.AsSpan(from, Math.Min(_block, samples.Length - from)));
        }

        var took = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        meeting.Meet();
        return took;
    }

    private void Begin(long count)
    {
        meeting.Target = count;
        meeting.Meet();
    }
}
