using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mapwire.Benchmarks.CrossProcess.Queues;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.Commands;

/// <summary><c>queues</c>.</summary>
internal static class QueuesCommand
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Command Create()
    {
        var rounds = Positive("--rounds", "How often each runs; one after the other, round by round.", 5);
        var limit = Positive("--limit", "How many seconds one run may take.", 60);
        var scale = Positive("--scale", "By how much all counts are multiplied.", 1.0);
        var only = new Option<string[]>("--only")
        {
            Description = "Which cases, by the beginnings of their names. Default: all.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var floors = new Option<string>("--floors")
        {
            Description = "The folder of the C programs, built or not. Default: the environment variable MAPWIRE_FLOORS.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MAPWIRE_FLOORS") ?? string.Empty,
        };
        var processors = new Option<int[]>("--cpus")
        {
            Description = "The processors of who writes and who reads. Default: the first two.",
            Arity = new ArgumentArity(Processors.OfAPair, Processors.OfAPair),
            AllowMultipleArgumentsPerToken = true,
        };
        var json = new Option<bool>("--json") { Description = "Print JSON, a line for each figure of each contender, with every run." };
        var command = new Command(QueueBenchmark.Name, "Queues between processes: Mapwire, C and the kernel.")
        {
            only, rounds, scale, floors, processors, limit, json,
        };
        command.SetAction(async (words, _) =>
        {
            if (!Processors.Suffice(QueueBenchmark.Name, Processors.OfAPair))
            {
                return (int)ExitCode.Done;
            }

            int[] usable = words.GetValue(processors) is { Length: Processors.OfAPair } given
                ? given
                : [.. Processors.All().Take(Processors.OfAPair)];
            var plan = new QueuePlan(
                words.GetRequiredValue(only),
                words.GetValue(rounds),
                words.GetValue(scale),
                words.GetValue(floors) is { Length: > 0 } folder ? folder : null,
                usable[0],
                usable[1],
                TimeSpan.FromSeconds(words.GetValue(limit)));
            using var interruption = new Interruption();
            var asked = string.Join(' ', Environment.GetCommandLineArgs().Skip(1));
            var report = await QueueBenchmark.RunAsync(plan, asked, interruption.Token);
            foreach (var line in words.GetValue(json) ? JsonLines(report) : QueueText.Lines(report))
            {
                Console.WriteLine(line);
            }

            return (int)(report.HasFailures ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }

    private static IEnumerable<string> JsonLines(QueueReport report)
    {
        yield return JsonSerializer.Serialize(new { report.Command, report.Plan, report.Machine }, _json);
        foreach (var one in report.Cases)
        {
            yield return JsonSerializer.Serialize(new { Case = one.Name, one.Title, Distances = one.Distances.Values }, _json);
        }

        foreach (var cell in report.Cells)
        {
            yield return JsonSerializer.Serialize(cell, _json);
        }

        if (report.Failure is not null || report.Allocators.Count > 0)
        {
            yield return JsonSerializer.Serialize(new { report.Failure, report.Allocators }, _json);
        }
    }

    private static Option<T> Positive<T>(string name, string description, T standard)
        where T : struct, System.Numerics.INumber<T>
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var token]
                && T.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out var value)
                && value <= T.Zero)
            {
                given.AddError($"{name} must be more than 0.");
            }
        });
        return option;
    }
}
