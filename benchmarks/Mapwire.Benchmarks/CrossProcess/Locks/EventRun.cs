using System.Diagnostics;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Two processes that set an event for each other in turn.</summary>
/// <remarks>First the mean of so many trips, then each of as many others by the clock.</remarks>
internal static class EventRun
{
    private const int TripsOfWarmUp = 50;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>The first side: sends, waits for the answer, and measures.</summary>
    public static Figures Lead(Contest contest, SharedEvent there, SharedEvent back, int count)
    {
        var samples = new long[count];
        contest.Meet();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < _warmUp;)
        {
            Trips(there, back, TripsOfWarmUp);
            Trips(there, back, samples.AsSpan(0, Math.Min(count, TripsOfWarmUp)));
        }

        var begun = Stopwatch.GetTimestamp();
        Trips(there, back, count);
        var mean = Stopwatch.GetElapsedTime(begun).TotalNanoseconds / count;
        Trips(there, back, samples);
        Volatile.Write(ref contest.IsOver, 1);
        there.Set();

        Array.Sort(samples);
        return new Figures
        {
            [Figures.Mean] = mean,
            [Figures.Least] = Nanoseconds(samples[0]),
            [Figures.Median] = Nanoseconds(samples[count / 2]),
            [Figures.Percentile99] = Nanoseconds(samples[(int)(count * 99L / 100)]),
            [Figures.Most] = Nanoseconds(samples[^1]),
        };
    }

    /// <summary>The second side: answers.</summary>
    public static void Follow(Contest contest, SharedEvent there, SharedEvent back)
    {
        contest.Meet();
        while (TryAnswer(contest, there, back))
        {
        }
    }

    private static bool TryAnswer(Contest contest, SharedEvent there, SharedEvent back)
    {
        there.Wait();
        if (Volatile.Read(ref contest.IsOver) != 0)
        {
            return false;
        }

        back.Set();
        return true;
    }

    private static void Trips(SharedEvent there, SharedEvent back, int count)
    {
        for (var i = 0; i < count; i++)
        {
            there.Set();
            back.Wait();
        }
    }

    private static void Trips(SharedEvent there, SharedEvent back, Span<long> samples)
    {
        foreach (ref var sample in samples)
        {
            var started = Stopwatch.GetTimestamp();
            there.Set();
            back.Wait();
            sample = Stopwatch.GetTimestamp() - started;
        }
    }

    private static double Nanoseconds(long ticks) => ticks * (1e9 / Stopwatch.Frequency);
}
