using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Queues between processes: in each round, case after case, everybody who does the same work in turn.</summary>
internal static class QueueBenchmark
{
    public const string Name = "queues";

    public static async Task<QueueReport> RunAsync(QueuePlan plan, string command, CancellationToken cancellationToken)
    {
        using var floors = new QueueFloors(plan.Floors);
        var cases = new QueueCases(plan, floors).All();
        if (cases.Count == 0)
        {
            throw new ArgumentException($"--only: there is no case whose name begins with {string.Join(" or ", plan.Only)}.");
        }

        string? failure = null;
        try
        {
            for (var round = 1; round <= plan.Rounds; round++)
            {
                foreach (var one in cases)
                {
                    await Console.Error.WriteLineAsync($"Round {round} of {plan.Rounds}: {one.Name} ...");
                    await RunAsync(plan, floors, one, round, cancellationToken);
                }
            }
        }
        catch (InvalidOperationException died)
        {
            // What was measured before is told as well.
            failure = died.Message;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new QueueReport(MachineFacts.Read(), command, plan, cases, failure);
    }

    private static async Task RunAsync(QueuePlan plan, QueueFloors floors, QueueCase one, int round, CancellationToken cancellationToken)
    {
        // The program measures between the processors 0 and 1 only.
        if (plan is { First: 0, Second: 1 } && await floors.DistanceAsync(cancellationToken) is { } distance)
        {
            one.Distances.Add(distance);
        }

        var contenders = one.Contenders.Where(contender => contender.Runs).ToList();
        for (var turn = 0; turn < contenders.Count; turn++)
        {
            // Another one begins each round, so that nobody always follows the same neighbour.
            var contender = contenders[(turn + round - 1) % contenders.Count];
            await contender.RunAsync(one.Name, round, plan.Limit, cancellationToken);
        }
    }
}
