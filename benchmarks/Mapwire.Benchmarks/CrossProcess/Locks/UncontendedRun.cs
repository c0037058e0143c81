using System.Diagnostics;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Acquires and releases with nobody else there; the median of batches.</summary>
internal sealed class UncontendedRun(int count) : IExclusionWork
{
    private const int BatchSize = 10_000;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1.5);

    public Figures Do<TExclusion>(ref TExclusion exclusion)
        where TExclusion : struct, IExclusion
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < _warmUp;)
        {
            Batch(ref exclusion, BatchSize / 10);
        }

        var batches = new Samples();
        for (var batch = 0; batch < Math.Max(1, count / BatchSize); batch++)
        {
            var started = Stopwatch.GetTimestamp();
            Batch(ref exclusion, BatchSize);
            batches.Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds / BatchSize);
        }

        return new Figures { [Figures.Nanoseconds] = batches.Median!.Value };
    }

    private static void Batch<TExclusion>(ref TExclusion exclusion, int times)
        where TExclusion : struct, IExclusion
    {
        for (var i = 0; i < times; i++)
        {
            exclusion.Enter();
            exclusion.Exit();
        }
    }
}
