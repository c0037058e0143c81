using System.CommandLine;
using Mapwire.Tool.Bench;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire bench latency</c>.</summary>
internal static class BenchLatencyCommand
{
    public static Command Create()
    {
        var transport = BenchGiven.Transport();
        var size = BenchGiven.Size();
        var count = BenchGiven.CountOfOneRun();
        var wait = BenchGiven.Wait();
        var capacity = BenchGiven.Capacity();
        var processors = BenchGiven.Processors("one for who asks, one for who answers");
        var breakAt = BenchGiven.BreakAt();
        var json = Given.Json();
        var command = new Command("latency", "Time messages there and back between two processes.")
        {
            transport, size, count, wait, capacity, processors, breakAt, json,
        };
        command.SetAction((words, _) =>
        {
            var plan = BenchGiven.Plan(
                BenchKind.Latency,
                words.GetRequiredValue(transport)!.Value,
                words.GetValue(size),
                words.GetValue(count),
                words.GetValue(wait),
                words.GetValue(capacity),
                writers: 1,
                readers: 1,
                words.GetValue(processors),
                words.GetValue(breakAt));
            return BenchCommand.RunAsync(plan, words.GetValue(json), BenchLatencyReport.Of, BenchJson.Default.BenchLatencyReport);
        });
        return command;
    }
}
