using System.Diagnostics;

namespace Mapwire.Tool.Bench;

/// <summary>One run: its processes are started, measured and gone afterwards, however it ends.</summary>
internal static class BenchRun
{
    /// <exception cref="ArgumentException">The transport cannot do what is asked.</exception>
    /// <exception cref="InvalidDataException">A process failed, or a message came wrong.</exception>
    public static async Task<BenchResult> RunAsync(BenchPlan plan, CancellationToken cancellationToken)
    {
        var transport = Transports.Of(plan.Transport);
        Check(plan, transport);
        using var place = transport.Prepare(plan);
        using var board = Board.Create();
        using var crew = new Crew();
        foreach (var side in Sides(plan, board.Name, place.Address))
        {
            crew.Start(side);
        }

        var reports = await crew.FinishAsync(board, cancellationToken);
        return plan.Kind == BenchKind.Latency
            ? new BenchResult(plan.Transport, plan.Size, reports[0].Count, reports[0].Times, 0)
            : Rate(plan, reports);
    }

    /// <exception cref="ArgumentException">The transport cannot do what is asked.</exception>
    public static void Check(BenchPlan plan, ITransport transport)
    {
        if (transport.Refuse(plan) is { } why)
        {
            throw new ArgumentException(why);
        }

        if (plan.Kind == BenchKind.Throughput && !plan.IsStream && plan.Size < BenchPlan.NumberLength)
        {
            throw new ArgumentException($"--size: several writers or readers need {BenchPlan.NumberLength} bytes or more, which say whose a message is.");
        }
    }

    private static IEnumerable<SidePlan> Sides(BenchPlan plan, string board, string address)
    {
        var (first, second) = plan.Kind == BenchKind.Latency ? (SideRole.Asker, SideRole.Answerer) : (SideRole.Writer, SideRole.Reader);
        return Enumerable.Range(0, plan.Writers).Select(index => (first, index))
            .Concat(Enumerable.Range(0, plan.Readers).Select(index => (second, index)))
            .Select((side, at) => new SidePlan(
                plan, side.Item1, side.index, board, address, plan.Processors.Count > at ? plan.Processors[at] : null));
    }

    // The clock is the machine's: the same in every process.
    private static BenchResult Rate(BenchPlan plan, IReadOnlyList<SideReport> reports)
    {
        var (writers, readers) = (reports.Take(plan.Writers).ToList(), reports.Skip(plan.Writers).ToList());
        var count = writers.Sum(writer => writer.Count);
        var received = readers.Sum(reader => reader.Count);
        var seconds = Stopwatch.GetElapsedTime(writers[0].Begun, readers.Max(reader => reader.Ended)).TotalSeconds;
        if (plan.IsNewestOnly)
        {
            return received >= 1 && received <= count
                ? new BenchResult(plan.Transport, plan.Size, count, null, received / seconds, count / seconds)
                : throw new InvalidDataException($"{count} values were written and {received} read.");
        }

        var copies = plan.IsBroadcast ? plan.Readers : 1;
        var wanted = count * copies;
        var sums = unchecked((copies * writers.Aggregate(0L, (sum, writer) => sum + writer.Sum)) - readers.Aggregate(0L, (sum, reader) => sum + reader.Sum));
        if (received != wanted || sums != 0)
        {
            var each = plan.IsBroadcast && plan.Readers > 1 ? $" to {plan.Readers} subscribers" : string.Empty;
            throw new InvalidDataException($"{count} messages were sent{each} and {received} received{(received == wanted ? ", but not the same" : string.Empty)}.");
        }

        return new BenchResult(plan.Transport, plan.Size, count, null, count / seconds);
    }
}
