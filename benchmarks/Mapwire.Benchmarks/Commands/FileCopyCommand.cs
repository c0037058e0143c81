using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mapwire.Benchmarks.CrossProcess;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.Commands;

/// <summary><c>file-copy</c>.</summary>
internal static class FileCopyCommand
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Command Create()
    {
        var rounds = Count("--rounds", "How often each copies; one after the other, round by round.", 5);
        var size = Count("--size", "How long the file is, in MiB.", 1024);
        var folder = new Option<string>("--folder")
        {
            Description = "Where the files are made; they go again.",
            DefaultValueFactory = _ => Path.GetTempPath(),
        };
        var floors = new Option<string>("--floors")
        {
            Description = "The folder of the C program f_copy, built or not. Default: the environment variable MAPWIRE_FLOORS.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MAPWIRE_FLOORS") ?? string.Empty,
        };
        var tool = new Option<string>("--tool") { Description = "The program mapwire. Default: that of this solution's release build." };
        var processor = new Option<int?>("--cpu") { Description = "The processor everybody runs on. Default: the first." };
        processor.Validators.Add(given => RequireWithin(given, 0, 63));
        var free = new Option<bool>("--free") { Description = "Let everybody but the C floors run on any processor." };
        var json = new Option<bool>("--json") { Description = "Print JSON, with every run." };
        var command = new Command(
            FileCopyBenchmark.Name, "A file in the page cache, copied by Mapwire, by C, by cp and by the framework.")
        {
            rounds, size, folder, floors, tool, processor, free, json,
        };
        command.SetAction(words =>
        {
            if (!Processors.Suffice(FileCopyBenchmark.Name, FileCopyBenchmark.ProcessorsNeeded))
            {
                return (int)ExitCode.Done;
            }

            var plan = new FileCopyPlan(
                words.GetRequiredValue(folder),
                words.GetValue(size),
                words.GetValue(rounds),
                words.GetValue(floors) is { Length: > 0 } given ? given : null,
                words.GetValue(tool) ?? BuiltTool(),
                words.GetValue(processor),
                words.GetValue(free));
            using var interruption = new Interruption();
            var report = FileCopyBenchmark.Run(plan, interruption.Token);
            Print(report, words.GetValue(json));
            return (int)(report.HasFailures ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }

    private static void Print(FileCopyReport report, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, _json));
            return;
        }

        foreach (var line in FileCopyTable.Lines(report))
        {
            Console.WriteLine(line);
        }
    }

    private static string? BuiltTool()
    {
        var name = OperatingSystem.IsWindows() ? "mapwire.exe" : "mapwire";
        var path = Path.Combine(Repository.Root ?? string.Empty, "artifacts", "bin", "Mapwire.Tool", "release", name);
        return File.Exists(path) ? path : null;
    }

    private static Option<int> Count(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(given => RequireWithin(given, 1, int.MaxValue));
        return option;
    }

    private static void RequireWithin(OptionResult given, int least, int most)
    {
        // What is no number at all is refused by the parser itself.
        if (given.Tokens is [var token]
            && long.TryParse(token.Value, CultureInfo.InvariantCulture, out var value)
            && (value < least || value > most))
        {
            var limits = most == int.MaxValue ? $"{least} or more" : $"{least} to {most}";
            given.AddError($"{given.Option.Name} must be {limits}.");
        }
    }
}
