using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mapwire.Benchmarks.CrossProcess.Locks;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.Commands;

/// <summary><c>locks</c>.</summary>
internal static class LocksCommand
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static Command Create()
    {
        var rounds = Count("--rounds", "How often each runs; one after the other, round by round.", 5);
        var uncontended = Count("--uncontended", "How many acquisitions with nobody else there.", 2_000_000);
        var contended = Count("--contended", "How many acquisitions two processes make together.", 5_000_000);
        var handoffs = Count("--handoffs", "How many acquisitions two processes make together that work between.", 500_000);
        var between = Count("--between", "For how many nanoseconds they do.", 1000);
        var trips = Count("--trips", "How many round trips of an event for the mean, and as many for the percentiles.", 20_000);
        var limit = Count("--limit", "How many seconds one run may take.", 120);
        var parts = new Option<LocksPart[]>("--only")
        {
            Description = "Which tables: uncontended, contended, handoff, events. Default: all.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => Enum.GetValues<LocksPart>(),
        };
        var floors = new Option<string>("--floors")
        {
            Description = "The folder of the C programs d_futex and placement, built or not. "
                + "Default: the environment variable MAPWIRE_FLOORS.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MAPWIRE_FLOORS") ?? string.Empty,
        };
        var processors = new Option<int[]>("--cpus")
        {
            Description = "The processors of the two processes. Default: the first two.",
            Arity = new ArgumentArity(Processors.OfAPair, Processors.OfAPair),
            AllowMultipleArgumentsPerToken = true,
        };
        var json = new Option<bool>("--json") { Description = "Print JSON, with every run." };
        var command = new Command(
            LocksBenchmark.Name, "Locks and events between processes: Mapwire, the framework and C.")
        {
            parts, rounds, uncontended, contended, handoffs, between, trips, floors, processors, limit, json,
        };
        command.SetAction(async (words, _) =>
        {
            int[] usable = words.GetValue(processors) is { Length: Processors.OfAPair } given
                ? given
                : [.. Processors.All().Take(Processors.OfAPair)];
            var plan = new LocksPlan(
                [.. words.GetRequiredValue(parts).Distinct().Order()],
                words.GetValue(rounds),
                words.GetValue(uncontended),
                words.GetValue(contended),
                words.GetValue(handoffs),
                words.GetValue(between),
                words.GetValue(trips),
                words.GetValue(floors) is { Length: > 0 } folder ? folder : null,
                usable[0],
                usable.Length > 1 ? usable[1] : null,
                TimeSpan.FromSeconds(words.GetValue(limit)));
            using var interruption = new Interruption();
            var asked = string.Join(' ', Environment.GetCommandLineArgs().Skip(1));
            var report = await LocksBenchmark.RunAsync(plan, asked, interruption.Token);
            Print(report, words.GetValue(json));
            return (int)(report.HasFailures ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }

    private static void Print(LocksReport report, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, _json));
            return;
        }

        foreach (var line in LocksText.Lines(report))
        {
            Console.WriteLine(line);
        }
    }

    private static Option<int> Count(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var token]
                && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value)
                && value < 1)
            {
                given.AddError($"{name} must be 1 or more.");
            }
        });
        return option;
    }
}
