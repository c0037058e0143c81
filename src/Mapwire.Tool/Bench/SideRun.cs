using System.Net.Sockets;
using System.Text.Json;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Bench;

/// <summary>One process of a run, from inside: it is told what to do on standard input, and says how it went on standard output.</summary>
/// <remarks>It ends when who started it does, whatever it is doing.</remarks>
internal static class SideRun
{
    public static ExitCode Run()
    {
        var plan = JsonSerializer.Deserialize(Console.ReadLine() ?? string.Empty, BenchJson.Default.SidePlan)
            ?? throw new InvalidDataException("Nobody says what to do.");
        new Thread(EndWithParent) { IsBackground = true, Name = "parent" }.Start();
        var report = Work(plan);
        Console.WriteLine(JsonSerializer.Serialize(report, BenchJson.Default.SideReport));
        return report.Failure is null ? ExitCode.Done : ExitCode.Failed;
    }

    private static SideReport Work(SidePlan plan)
    {
        try
        {
            if (plan.Processor is { } processor)
            {
                Pinning.Pin(processor);
            }

            using var board = Board.Open(plan.Board);
            var side = new Side(plan, board);
            ILinkWork work = plan.Bench switch
            {
                { Kind: BenchKind.Latency } => new LatencyWork(side),
                { IsNewestOnly: true } => new NewestWork(side),
                { IsStream: true } => new StreamWork(side),
                _ => new CrowdWork(side),
            };
            return Transports.Of(plan.Bench.Transport).Use(side, work);
        }
        catch (Exception failure) when (Output.Failure.IsExpected(failure))
        {
            return new SideReport(0, Failure: Output.Failure.Describe(failure), IsLost: failure is IOException or SocketException);
        }
    }

    private static void EndWithParent()
    {
        while (Console.ReadLine() is not null)
        {
        }

        Environment.Exit((int)ExitCode.Failed);
    }
}
