using System.Diagnostics;

namespace Mapwire.Tool.Demo;

/// <summary>Two processes pass a number to and fro through two words of one map, a cache line apart.</summary>
internal static class RoundTrips
{
    public const int Count = 1_000_000;
    private const int WarmUp = 20_000;

    public static RoundTripReport Ask(MapView view)
    {
        ref var shared = ref view.At<DemoLayout>(0);
        var ticks = new long[Count];
        var watch = Stopwatch.StartNew();
        for (var i = 1 - WarmUp; i <= Count; i++)
        {
            if (i == 1)
            {
                watch.Restart();
            }

            var begun = Stopwatch.GetTimestamp();
            Turn.Pass(ref shared.Asked, i + WarmUp);
            Turn.Await(ref shared.Answered, i + WarmUp);
            ticks[Math.Max(i, 1) - 1] = Stopwatch.GetTimestamp() - begun;
        }

        var seconds = watch.Elapsed.TotalSeconds;
        Array.Sort(ticks);
        return new RoundTripReport(Count, Nanoseconds(ticks[Count / 2]), Nanoseconds(ticks[Count / 100 * 99]), seconds);
    }

    public static void Answer(MapView view)
    {
        ref var shared = ref view.At<DemoLayout>(0);
        for (var i = 1; i <= Count + WarmUp; i++)
        {
            Turn.Await(ref shared.Asked, i);
            Turn.Pass(ref shared.Answered, i);
        }
    }

    private static double Nanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency;
}
