using Mapwire.Tool.Output;
using Spectre.Console;

namespace Mapwire.Tool.Demo;

/// <summary>The demonstration's result for people: a table on a terminal, plain lines anywhere else.</summary>
internal static class DemoTable
{
    public static void Show(DemoReport report)
    {
        var failed = report.Steps.Count(step => !step.Ok);
        var summary = failed == 0 ? $"All {report.Steps.Count} hold." : $"{failed} of {report.Steps.Count} failed.";
        if (Console.IsOutputRedirected)
        {
            using var output = StandardOutput.OpenText();
            foreach (var step in report.Steps)
            {
                output.WriteLine($"{(step.Ok ? "ok    " : "FAILED")}  {step.Claim}: {Printable.Line(step.Detail)}");
            }

            output.WriteLine(summary);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns(string.Empty, "claim", "what was seen");
        foreach (var step in report.Steps)
        {
            var mark = new Markup(step.Ok ? "[green]✓[/]" : "[red]✗[/]");
            _ = table.AddRow(mark, new Text(step.Claim), new Text(Printable.Line(step.Detail)));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(summary);
    }
}
