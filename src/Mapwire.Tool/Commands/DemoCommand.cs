using System.CommandLine;
using System.Diagnostics;
using Mapwire.Tool.Demo;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;
using Spectre.Console;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var json = Given.Json();
        var command = new Command("demo", "Show between real processes what named maps do, and check each claim.") { json };
        command.SetAction(async (words, _) =>
        {
            var asJson = words.GetValue(json);
            var report = asJson || Console.IsOutputRedirected
                ? await Play(_ => { })
                : await AnsiConsole.Status().StartAsync("…", status => Play(claim => status.Status(Markup.Escape(claim))));
            if (asJson)
            {
                Report.Say(asJson: true, string.Empty, report, types => types.DemoReport);
            }
            else
            {
                DemoTable.Show(report);
            }

            return (int)(report.Ok ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }

    private static async Task<DemoReport> Play(Action<string> begins)
    {
        using var stage = new Stage();
        List<DemoStepReport> steps = [];
        foreach (var (claim, show) in DemoSteps.All)
        {
            begins(claim);
            var watch = Stopwatch.StartNew();
            try
            {
                var detail = await show(stage);
                steps.Add(new DemoStepReport(claim, Ok: true, detail, watch.Elapsed.TotalSeconds));
            }
            catch (OperationCanceledException interruption)
            {
                throw new OperationCanceledException($"The demonstration was interrupted at '{claim}'; nothing is left of it.", interruption);
            }
            catch (Exception failure) when (Failure.IsExpected(failure))
            {
                steps.Add(new DemoStepReport(claim, Ok: false, Failure.Describe(failure), watch.Elapsed.TotalSeconds));
            }
        }

        return new DemoReport(steps.TrueForAll(step => step.Ok), steps);
    }
}
