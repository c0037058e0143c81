using System.Diagnostics;

namespace Mapwire.Tool.Demo;

/// <summary>Two processes pass a number to and fro through two words of one map, a cache line apart.</summary>
internal static class RoundTrips
{
    private const int Most = 1_000_000;
    private const int WarmUp = 20_000;
    private const int TripsBetweenClocks = 64;

    // Passed instead of a number when there are no more.
    private const long Over = -1;

    // Where others have the processors a trip takes milliseconds, and nobody waits for a million of those.
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(10);

    public static RoundTripReport Ask(MapView view)
    {
        ref var shared = ref view.At<DemoLayout>(0);
        var ticks = new long[Most];
        var watch = Stopwatch.StartNew();
        var warmUp = _longest / 2;
        var (made, isWarm) = (0, false);
        for (var i = 1; made < Most; i++)
        {
            var elapsed = i % TripsBetweenClocks == 0 ? watch.Elapsed : TimeSpan.Zero;
            if (isWarm && elapsed > _longest)
            {
                break;
            }

            if (!isWarm && (i > WarmUp || elapsed > warmUp))
            {
                isWarm = true;
                watch.Restart();
            }

            var begun = Stopwatch.GetTimestamp();
            Turn.Pass(ref shared.Asked, i);
            Turn.Await(ref shared.Answered, i);
            if (isWarm)
            {
                ticks[made++] = Stopwatch.GetTimestamp() - begun;
            }
        }

        var seconds = watch.Elapsed.TotalSeconds;
        Turn.Pass(ref shared.Asked, Over);
        Array.Sort(ticks, 0, made);
        return new RoundTripReport(made, Nanoseconds(ticks[made / 2]), Nanoseconds(ticks[(int)(made * 99L / 100)]), seconds);
    }

    public static void Answer(MapView view)
    {
        ref var shared = ref view.At<DemoLayout>(0);
        for (var i = 1; Turn.AwaitOr(ref shared.Asked, i, Over); i++)
        {
            Turn.Pass(ref shared.Answered, i);
        }
    }

    private static double Nanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency;
}
