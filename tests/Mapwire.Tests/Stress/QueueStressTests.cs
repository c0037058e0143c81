using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>Writers and readers that are killed at random moments, as often as others can take their places.</summary>
public class QueueStressTests
{
    private const int KillsEach = 12;

    /// <summary>MAPWIRE_STRESS_SECONDS sets how long; MAPWIRE_STRESS_SEED repeats the choices of a run.</summary>
    [Fact]
    public async Task Writers_and_readers_killed_at_random_moments_lose_and_repeat_nothing_but_what_the_promise_allows()
    {
        var seconds = Setting("MAPWIRE_STRESS_SECONDS", 4);
        var seed = Setting("MAPWIRE_STRESS_SEED", Random.Shared.Next());
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"MAPWIRE_STRESS_SEED={seed} MAPWIRE_STRESS_SECONDS={seconds}");
        using var crew = new QueueCrew();
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var (rounds, kills, killed, done, lost) = (0, 0, 0, 0L, 0);
        for (; rounds < 3 || watch.Elapsed.TotalSeconds < seconds; rounds++)
        {
            using var run = new QueueRun(seed, KindOf(rounds, random), crew, random);
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
            $"{rounds} queues, {kills} kills in {watch.Elapsed.TotalSeconds:F1} s, {kills / watch.Elapsed.TotalSeconds:F1} a second, of {killed} writers and readers; {done} messages, {lost} lost in the hands of killed readers"));
        Assert.True(done > kills, $"Seed {seed}: so little was done that it proves nothing.");
    }

    // The first three differ in what is most different.
    private static QueueKind KindOf(int round, Random random)
    {
        var capacity = 4096 << random.Next(6);
        var most = Math.Min((capacity / 2) - 64, 4096 << random.Next(3));
        return round switch
        {
            0 => new QueueKind(capacity, 64, 0, most, false),
            1 => new QueueKind(capacity, 1, 1, most, false),
            2 => new QueueKind(capacity, 1, 0, most, random.Next(2) == 0),
            _ => new QueueKind(capacity, random.Next(2) == 0 ? 1 : 64, random.Next(3), most, random.Next(4) == 0),
        };
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
