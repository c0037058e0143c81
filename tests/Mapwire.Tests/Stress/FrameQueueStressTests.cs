using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>Writers that fill frames and readers that have them, killed at random moments, as often as others can take their places.</summary>
public class FrameQueueStressTests
{
    private const int KillsEach = 12;

    // One for each writer and for each frame that a reader has.
    private const int LeastFrames = 9;

    /// <summary>MAPWIRE_STRESS_SECONDS sets how long; MAPWIRE_STRESS_SEED repeats the choices of a run.</summary>
    [Fact]
    public async Task Every_frame_of_a_queue_is_done_and_the_pool_is_whole_whoever_is_killed()
    {
        var seconds = Setting("MAPWIRE_STRESS_SECONDS", 4);
        var seed = Setting("MAPWIRE_STRESS_SEED", Random.Shared.Next());
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"MAPWIRE_STRESS_SEED={seed} MAPWIRE_STRESS_SECONDS={seconds}");
        using var crew = new QueueCrew();
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var (rounds, kills, killed, done) = (0, 0, 0, 0L);
        for (; rounds < 2 || watch.Elapsed.TotalSeconds < seconds; rounds++)
        {
            using var run = new FrameQueueRun(seed, LeastFrames + random.Next(12), crew, random);
            for (var kill = 0; kill < KillsEach; kill++, kills++)
            {
                await Task.Delay(TimeSpan.FromMicroseconds(random.Next(30_000)), TestContext.Current.CancellationToken);
                run.KillOne();
            }

            run.End();
            killed += run.Killed;
            done += run.Done;
        }

        output?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{rounds} queues of frames, {kills} kills in {watch.Elapsed.TotalSeconds:F1} s, of {killed} writers and readers; {done} frames read"));
        Assert.True(done > kills, $"Seed {seed}: so little was done that it proves nothing.");
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
