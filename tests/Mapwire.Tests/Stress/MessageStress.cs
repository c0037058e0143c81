using System.Diagnostics;
using System.Globalization;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>Run after run, in which writers and readers are killed at random moments, as often as others can take their places.</summary>
internal static class MessageStress
{
    private const int KillsEach = 12;

    /// <summary>MAPWIRE_STRESS_SECONDS sets how long; MAPWIRE_STRESS_SEED repeats the choices of a run.</summary>
    /// <param name="leastRuns">How many there are however long they take.</param>
    /// <param name="begin">Begins one, from the seed, the number of the run, and who takes the places.</param>
    public static async Task Play(int leastRuns, Func<int, int, QueueCrew, Random, MessageRun> begin)
    {
        var seconds = Setting.Number("MAPWIRE_STRESS_SECONDS", 4);
        var seed = Setting.Number("MAPWIRE_STRESS_SEED", Random.Shared.Next());
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"MAPWIRE_STRESS_SEED={seed} MAPWIRE_STRESS_SECONDS={seconds}");
        using var crew = new QueueCrew();
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var (runs, kills, killed, done, lost) = (0, 0, 0, 0L, 0L);
        for (; runs < leastRuns || watch.Elapsed.TotalSeconds < seconds; runs++)
        {
            using var run = begin(seed, runs, crew, random);
            for (var kill = 0; kill < KillsEach; kill++, kills++)
            {
                await Task.Delay(TimeSpan.FromMicroseconds(random.Next(30_000)), TestContext.Current.CancellationToken);
                run.KillOne();
            }

            run.End();
            killed += run.Killed;
            done += run.Done;
            lost += run.Lost;
        }

        output?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{runs} runs, {kills} kills in {watch.Elapsed.TotalSeconds:F1} s, {kills / watch.Elapsed.TotalSeconds:F1} a second, of {killed} writers and readers; {done} went through, {lost} lost as they may be"));
        Assert.True(done > kills, $"Seed {seed}: so little was done that it proves nothing.");
    }
}
