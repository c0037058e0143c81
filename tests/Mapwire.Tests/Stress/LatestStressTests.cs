using System.Diagnostics;
using System.Globalization;
using Mapwire.Peer.Stress;
using Mapwire.Tests.Support;
using Xunit;
using Worker = Mapwire.Tests.Support.Worker;

namespace Mapwire.Tests.Stress;

/// <summary>A writer of latest values flat out, with readers that check every byte, and writers killed at random moments.</summary>
public class LatestStressTests
{
    // With less than so many written it proves nothing; where others have the processors it goes on until then.
    private const long Enough = 1000;
    private const int Readers = 2;

    /// <summary>MAPWIRE_STRESS_SECONDS sets how long; MAPWIRE_STRESS_SEED repeats the choices of a run.</summary>
    [Theory]
    [InlineData(4096)]
    [InlineData(1 << 20)]
    public async Task No_reader_ever_gets_a_torn_or_an_older_value_whoever_is_killed(int capacity)
    {
        var seconds = Setting.Number("MAPWIRE_STRESS_SECONDS", 4);
        var seed = Setting.Number("MAPWIRE_STRESS_SEED", Random.Shared.Next());
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"MAPWIRE_STRESS_SEED={seed} MAPWIRE_STRESS_SECONDS={seconds}");
        var random = new Random(seed);
        var name = UniqueName.Local();
        using var keeper = LatestReader.Create(name, new LatestOptions { Capacity = capacity, MaxParticipants = 16 });
        var read = new long[Readers];
        var readers = Enumerable.Range(0, Readers).Select(i => Worker.Start(() =>
        {
            using var reader = LatestReader.Open(name, new LatestOptions { Waiting = (WaitStrategy)(i % 2) });
            read[i] = LatestWorker.Read(reader, new Random(seed + i));
        })).ToList();
        using var peer = PeerProcess.Start();
        peer.Send("latest-stress-read", name, Text(seed));
        var watch = Stopwatch.StartNew();
        var kills = 0;
        for (; kills < 3 || watch.Elapsed.TotalSeconds < seconds || Written(keeper) <= Enough; kills++)
        {
            using var writer = PeerProcess.Start();
            writer.Send("latest-stress", name, Text(random.Next()));
            await Task.Delay(TimeSpan.FromMicroseconds(random.Next(600_000)), TestContext.Current.CancellationToken);
            var mustStop = random.Next(3) == 0 && !OperatingSystem.IsWindows();
            if (mustStop)
            {
                Signals.Stop(peer.Id);
                await Task.Delay(TimeSpan.FromMicroseconds(random.Next(20_000)), TestContext.Current.CancellationToken);
                Signals.Continue(peer.Id);
            }

            writer.Kill();
            Assert.All(readers, reader => Assert.False(reader.HasEnded, $"Seed {seed}: {(reader.HasEnded ? reader.Failure() : null)}"));
        }

        // Now nobody writes: the last value ends the readers.
        long written;
        using (var last = LatestWriter.Open(name))
        {
            written = last.Version;
            var value = new byte[LatestWorker.LastLength];
            LatestPattern.Fill(value, written + 1);
            last.Write(value);
            readers.ForEach(reader => reader.Join());
        }

        var answer = peer.Answer();
        Assert.True(answer.StartsWith("ok ", StringComparison.Ordinal), $"Seed {seed}: {answer}");
        peer.Exit();
        Assert.Empty(RegionInspector.Verify(name));
        output?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kills} kills in {watch.Elapsed.TotalSeconds:F1} s; {written} values of up to {capacity} bytes written, {read.Sum()} and {answer[3..]} read"));
        Assert.True(written > Enough && read.Sum() > Enough / 10, $"Seed {seed}: so little was done that it proves nothing.");
    }

    private static long Written(LatestReader reader) => reader.TryRead(out _, out var stamp) ? stamp.Version : 0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
