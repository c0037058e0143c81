using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Locks and events between processes, by every contender in turn, round after round.</summary>
internal static class LocksBenchmark
{
    public const string Name = "locks";

    // It measures between the processors 0 and 1 only, and takes how many milliseconds, in windows of how many.
    private const string PlacementFile = "placement";
    private const string PlacementFigure = "rtt_p50";

    public static async Task<LocksReport> RunAsync(LocksPlan plan, string command, CancellationToken cancellationToken)
    {
        using var floor = plan.Floors is null ? null : new FloorProgram(plan.Floors, LockContenders.FloorFile);
        using var placement = plan is { Floors: { } folder, First: 0, Second: 1 } ? new FloorProgram(folder, PlacementFile) : null;
        using var native = NativePrograms.TryBuild(out var noNative);
        var contenders = LockContenders.All(plan, native, noNative, floor?.Path)
            .Where(contender => plan.Parts.Contains(contender.Part))
            .ToList();
        var distances = new Samples();
        for (var round = 1; round <= plan.Rounds; round++)
        {
            await Console.Error.WriteLineAsync($"Round {round} of {plan.Rounds} ...");
            if (placement is not null)
            {
                var near = await Runner.OfProgram(placement.Path, 100, 1)(cancellationToken);
                distances.Add(near[PlacementFigure]);
            }

            foreach (var contender in Turn(contenders.Where(contender => contender.Runs).ToList(), round - 1))
            {
                await contender.RunAsync(round, plan.Limit, cancellationToken);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return LocksReport.Of(plan, MachineFacts.Read(), command, distances, contenders);
    }

    // Another one begins each round, so that nobody always follows the same neighbour.
    private static IEnumerable<LockContender> Turn(List<LockContender> contenders, int shift) =>
        contenders.Select((_, index) => contenders[(index + shift) % contenders.Count]);
}
