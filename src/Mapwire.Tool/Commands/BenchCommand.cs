using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mapwire.Tool.Bench;
using Mapwire.Tool.Output;
using Spectre.Console;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measure how fast messages cross between real processes.")
    {
        BenchLatencyCommand.Create(),
        BenchThroughputCommand.Create(),
        BenchCompareCommand.Create(),
    };

    /// <summary>Makes one run, and says what came of it.</summary>
    public static Task<int> RunAsync<TReport>(BenchPlan plan, bool asJson, Func<BenchResult, TReport> report, JsonTypeInfo<TReport> type)
    {
        BenchResult? result = null;
        return MeasureAsync(asJson, Measure, Show);

        async Task Measure(Action<string> begins)
        {
            begins($"{Transports.NameOf(plan.Transport)}, {plan.Size} bytes");
            result = await BenchRun.RunAsync(plan, Interruption.Token);
        }

        void Show()
        {
            if (!asJson)
            {
                BenchTable.Show(result!);
                return;
            }

            using var output = StandardOutput.OpenText();
            output.WriteLine(JsonSerializer.Serialize(report(result!), type));
        }
    }

    /// <summary>Measures with what it begins shown on a terminal; an interruption ends with an exit code of its own.</summary>
    public static async Task<int> MeasureAsync(bool asJson, Func<Action<string>, Task> measure, Action show)
    {
        try
        {
            await (asJson || Console.IsOutputRedirected
                ? measure(_ => { })
                : AnsiConsole.Status().StartAsync("…", status => measure(what => status.Status(Markup.Escape(what)))));
        }
        catch (OperationCanceledException)
        {
            Failure.Say("Interrupted; all processes were ended, and nothing is left of them.");
            return (int)ExitCode.Interrupted;
        }

        show();
        return (int)ExitCode.Done;
    }
}
