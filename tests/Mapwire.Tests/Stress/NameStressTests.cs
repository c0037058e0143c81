using System.Globalization;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Stress;

public class NameStressTests
{
    /// <summary>Rounds of killing a holder while three others create, open and close the same name; MAPWIRE_STRESS_ROUNDS sets how many.</summary>
    [Fact]
    public async Task A_holder_killed_at_a_random_moment_harms_nobody_who_uses_the_same_name()
    {
        var rounds = Setting.Number("MAPWIRE_STRESS_ROUNDS", 25);
        var seed = Setting.Number("MAPWIRE_STRESS_SEED", Random.Shared.Next());
        TestContext.Current.SendDiagnosticMessage($"seed {seed}, {rounds} rounds");
        TestContext.Current.TestOutputHelper?.WriteLine($"MAPWIRE_STRESS_SEED={seed} MAPWIRE_STRESS_ROUNDS={rounds}");
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var here = new MapOptions { Directory = folder.Path };
        var environment = ("MAPWIRE_DIRECTORY", folder.Path);
        var name = UniqueName.Local();
        PeerProcess[] others = [PeerProcess.Start(environment), PeerProcess.Start(environment), PeerProcess.Start(environment)];
        try
        {
            var held = 0L;
            for (var round = 0; round < rounds; round++)
            {
                using var victim = PeerProcess.Start(environment);
                using var teaser = Teaser.Start([.. others.Select(other => other.Id)], random.Next());
                victim.Send("scramble", name, "3", Next(random), "0");
                for (var slot = 0; slot < others.Length; slot++)
                {
                    others[slot].Send("scramble", name, Text(slot), Next(random), Text(OperatingSystem.IsWindows() ? 20 : 200));
                }

                await Task.Delay(TimeSpan.FromMicroseconds(random.Next(20_000)), TestContext.Current.CancellationToken);
                victim.Kill();
                foreach (var other in others)
                {
                    var answer = other.Answer();
                    Assert.True(answer.StartsWith("ok ", StringComparison.Ordinal), $"Seed {seed}, round {round}: {answer}");
                    held += long.Parse(answer[3..], CultureInfo.InvariantCulture);
                }

                Assert.False(SharedMap.TryOpen(name, out _, here), $"Seed {seed}, round {round}: the name outlived its holders.");
                AssertNothingLeft(folder, environment, $"Seed {seed}, round {round}");
            }

            Assert.True(held > rounds, $"Seed {seed}: the map was held only {held} times, which proves nothing.");
        }
        finally
        {
            foreach (var other in others)
            {
                other.Dispose();
            }
        }
    }

    // A kill may leave files; a process that begins to use the folder removes them.
    private static void AssertNothingLeft(TemporaryFolder folder, (string, string) environment, string where)
    {
        if (folder.Files().Length > 0)
        {
            using var starter = PeerProcess.Start(environment);
            _ = starter.Tell("create", UniqueName.Local(), "1");
            starter.Exit();
        }

        Assert.True(folder.Files().Length == 0, $"{where}: left over {string.Join(", ", folder.Files())}");
    }

    private static string Next(Random random) => Text(random.Next());

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
