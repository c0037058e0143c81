using System.CommandLine;
using System.Text.Json;
using Mapwire.Tool.Bench;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire bench compare</c>.</summary>
internal static class BenchCompareCommand
{
    private const int Processes = 2;

    public static Command Create()
    {
        var sizes = BenchGiven.Sizes();
        var rounds = BenchGiven.Rounds();
        var count = BenchGiven.Count(ComparePlan.Seconds);
        var processors = BenchGiven.Processors("one for who asks or sends, one for the other");
        var plot = Given.FilePathOption("--plot", "Also draw the figures into this file, as SVG.");
        var force = Given.Force();
        var json = Given.Json();
        var command = new Command("compare", "Measure all transports in turn, there and back and one way, and compare them with the floor.")
        {
            sizes, rounds, count, processors, plot, force, json,
        };
        command.Validators.Add(words => Given.RequireBeside(words, force, plot));
        command.SetAction((words, _) =>
        {
            var cpus = words.GetValue(processors);
            BenchGiven.CheckProcessors(cpus, Processes);
            var plan = new ComparePlan(words.GetValue(sizes) is { Length: > 0 } given ? given : ComparePlan.DefaultSizes, words.GetValue(rounds) ?? ComparePlan.DefaultRounds, words.GetValue(count), cpus ?? []);
            var typed = "mapwire " + string.Join(' ', words.Tokens.Select(token => token.Value));
            return RunAsync(plan, typed, words.GetValue(plot), words.GetValue(force), words.GetValue(json));
        });
        return command;
    }

    private static async Task<int> RunAsync(ComparePlan plan, string typed, string? plot, bool force, bool asJson)
    {
        // The file is begun before anything is measured: who cannot have it is told so at once.
        using var file = plot is null ? null : new WholeFile(plot, length: 0, force);
        var comparison = new Comparison(plan);
        var machine = MachineFacts.Read();
        return await BenchCommand.MeasureAsync(asJson, begins => comparison.RunAsync(begins, Interruption.Token), () =>
        {
            file?.Write(ComparePlot.Draw(comparison.Cells, machine, typed, plan.Rounds));
            file?.Finish();
            Show(comparison, machine, typed, plan.Rounds, asJson);
        });
    }

    private static void Show(Comparison comparison, MachineFacts machine, string typed, int rounds, bool asJson)
    {
        if (!asJson)
        {
            BenchCompareTable.Show(comparison, machine);
            return;
        }

        using var output = StandardOutput.OpenText();
        output.WriteLine(JsonSerializer.Serialize(BenchCompareReport.Of(comparison, machine, typed, rounds), BenchJson.Default.BenchCompareReport));
    }
}
