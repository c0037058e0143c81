using System.CommandLine;
using Mapwire.Tool.Bench;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire bench throughput</c>.</summary>
internal static class BenchThroughputCommand
{
    public static Command Create()
    {
        var transport = BenchGiven.Transport();
        var size = BenchGiven.Size();
        var count = BenchGiven.CountOfOneRun();
        var wait = BenchGiven.Wait();
        var capacity = BenchGiven.Capacity();
        var writers = BenchGiven.Writers();
        var readers = BenchGiven.Readers();
        var subscribers = BenchGiven.Subscribers();
        var processors = BenchGiven.Processors("one for each process, writers first");
        var breakAt = BenchGiven.BreakAt();
        var json = Given.Json();
        var command = new Command("throughput", "Count how many messages cross in a second, one way.")
        {
            transport, size, count, wait, capacity, writers, readers, subscribers, processors, breakAt, json,
        };
        command.SetAction((words, _) =>
        {
            var plan = BenchGiven.Plan(
                BenchKind.Throughput,
                words.GetRequiredValue(transport)!.Value,
                words.GetValue(size),
                words.GetValue(count),
                words.GetValue(wait),
                words.GetValue(capacity),
                words.GetValue(writers) ?? 1,
                BenchGiven.ReadersOf(words.GetRequiredValue(transport)!.Value, words.GetValue(readers), words.GetValue(subscribers)),
                words.GetValue(processors),
                words.GetValue(breakAt));
            return BenchCommand.RunAsync(plan, words.GetValue(json), BenchThroughputReport.Of, BenchJson.Default.BenchThroughputReport);
        });
        return command;
    }
}
