using System.Diagnostics;
using System.Globalization;
using Mapwire.Peer.Stress;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>Processes that use every kind of lock and are killed and stopped at random moments.</summary>
public class RegionStressTests
{
    /// <summary>MAPWIRE_STRESS_SECONDS sets how long; MAPWIRE_STRESS_SEED repeats the choices of a run.</summary>
    [Fact]
    public async Task Processes_killed_and_stopped_at_random_moments_never_break_a_lock_that_others_use()
    {
        var seconds = Setting.Number("MAPWIRE_STRESS_SECONDS", 5);
        var seed = Setting.Number("MAPWIRE_STRESS_SEED", Random.Shared.Next());
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"MAPWIRE_STRESS_SEED={seed} MAPWIRE_STRESS_SECONDS={seconds}");
        using var run = new StressRun(seed);
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var rounds = 0;
        for (; rounds == 0 || watch.Elapsed.TotalSeconds < seconds; rounds++)
        {
            run.Choose((Mode)random.Next((int)Mode.Everything + 1), rounds);
            await run.Tease();
            await Task.Delay(TimeSpan.FromMicroseconds(random.Next(5_000)), TestContext.Current.CancellationToken);
            run.KillOne();
        }

        run.End();
        output?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rounds} kills, {run.Done} acquisitions, slowest to go on {run.Slowest.TotalMilliseconds:F1} ms"));
        Assert.True(run.Done > rounds, $"Seed {seed}: so little was done that it proves nothing.");
    }
}
