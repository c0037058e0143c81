using System.Diagnostics;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Two processes that acquire, count and release until they have counted so far together.</summary>
internal sealed class ContendedRun(Contest contest, bool isFirst, int count, int between) : IExclusionWork
{
    // Short heats compile the code in all its tiers before the one that counts.
    private const int HeatOfWarmUp = 500;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1.5);
    private readonly long _between = (long)(between * (Stopwatch.Frequency / 1e9));

    public Figures Do<TExclusion>(ref TExclusion exclusion)
        where TExclusion : struct, IExclusion
    {
        if (!isFirst)
        {
            Follow(ref exclusion);
            return [];
        }

        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < _warmUp;)
        {
            _ = Together(ref exclusion, HeatOfWarmUp, out _, out _);
        }

        var took = Together(ref exclusion, count, out var mine, out var handoffs);
        contest.Target = 0;
        contest.Meet();
        return new Figures
        {
            [Figures.Nanoseconds] = took.TotalNanoseconds / count,
            [Figures.TotalMilliseconds] = took.TotalMilliseconds,
            [Figures.Share] = (double)Math.Min(mine, count - mine) / count,
            [Figures.Handoffs] = (double)handoffs / count,
        };
    }

    private TimeSpan Together<TExclusion>(ref TExclusion exclusion, int target, out long mine, out long handoffs)
        where TExclusion : struct, IExclusion
    {
        contest.Counter = 0;
        contest.Target = target;
        contest.Meet();
        var started = Stopwatch.GetTimestamp();
        Heat(ref exclusion, ref contest.Counter, ref contest.Last, 1, target, _between, out mine, out handoffs);
        contest.Meet();
        var took = Stopwatch.GetElapsedTime(started);
        handoffs += contest.OthersHandoffs;
        return contest.Counter == target && mine + contest.Others == target
            ? took
            : throw new InvalidOperationException($"Updates were lost: {mine} and {contest.Others} made {contest.Counter}.");
    }

    private void Follow<TExclusion>(ref TExclusion exclusion)
        where TExclusion : struct, IExclusion
    {
        while (true)
        {
            contest.Meet();
            if (contest.Target == 0)
            {
                return;
            }

            Heat(
                ref exclusion,
                ref contest.Counter,
                ref contest.Last,
                2,
                contest.Target,
                _between,
                out contest.Others,
                out contest.OthersHandoffs);
            contest.Meet();
        }
    }

    private static void Heat<TExclusion>(
        ref TExclusion exclusion, ref long counter, ref long last, int side, long target, long between, out long mine, out long handoffs)
        where TExclusion : struct, IExclusion
    {
        long counted = 0;
        long taken = 0;
        while (true)
        {
            exclusion.Enter();
            if (counter >= target)
            {
                exclusion.Exit();
                mine = counted;
                handoffs = taken;
                return;
            }

            counter++;
            counted++;
            if (last != side)
            {
                last = side;
                taken++;
            }

            exclusion.Exit();
            if (between > 0)
            {
                Work(between);
            }
        }
    }

    private static void Work(long ticks)
    {
        for (var end = Stopwatch.GetTimestamp() + ticks; Stopwatch.GetTimestamp() < end;)
        {
        }
    }
}
