using System.CommandLine;
using System.Text;
using Mapwire.Tool.LatestValues;
using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire latest set</c>.</summary>
internal static class LatestSetCommand
{
    private const int Default = 4096;
    private const string Description = """
        Write a value, which is the newest from then on; without one, each line of standard input, until that ends.
        A value lives while somebody holds it: where nobody else does, a value that was given is held until Enter, a signal, or --hold-for.
        """;

    public static Command Create()
    {
        var name = Given.LockName();
        var value = new Argument<string?>("VALUE") { Description = "The value, in UTF-8.", Arity = ArgumentArity.ZeroOrOne };
        var file = Given.FilePathOption("--file", "Write the bytes of this file.");
        var (capacity, hold) = (LatestGiven.Capacity(), Given.HoldFor());
        var (access, trust, directory, json) = (Given.Access(), Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("set", Description) { name, value, file, capacity, hold, access, trust, directory, json };
        command.SetAction((given, _) => QueueGiven.RunAsync(async () =>
        {
            if (given.GetValue(value) is not null && given.GetValue(file) is not null)
            {
                throw new ArgumentException("Only one of VALUE, --file can be used.");
            }

            var one = given.GetValue(value) is { } text ? Encoding.UTF8.GetBytes(text)
                : given.GetValue(file) is { } path ? MessageInput.OfFile(path, given.GetRequiredValue(name).FullName, given.GetValue(capacity) ?? 1 << 30)
                : null;
            var room = given.GetValue(capacity) ?? Math.Max(Default, one?.Length ?? 0);
            var options = LatestGiven.Options("mapwire latest set", given.GetValue(directory), given.GetValue(trust), given.GetValue(access), room);
            using var writer = LatestWriter.CreateOrOpen(given.GetRequiredValue(name).Text, out bool _, options);
            if (one is null)
            {
                var values = await WriteLinesAsync(writer);
                Say(given.GetValue(json), writer, values);
                return ExitCode.Done;
            }

            writer.Write(one);
            Say(given.GetValue(json), writer, 1);
            var look = Given.ToRead(given.GetValue(trust), given.GetValue(directory));
            if (given.GetValue(hold) is not null || RegionInspector.Inspect(writer.Name, look) is not { } region || region.Participants.Count(person => person.IsAlive) < 2)
            {
                await Holding.UntilReleased(given.GetValue(hold));
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static async Task<long> WriteLinesAsync(LatestWriter writer)
    {
        var values = 0L;
        await foreach (var line in new MessageInput(Console.OpenStandardInput(), "Standard input", writer.Capacity).LinesAsync(writer.Name))
        {
            writer.Write(line.Span);
            values++;
        }

        return values;
    }

    private static void Say(bool asJson, LatestWriter writer, long values) => Report.Say(
        asJson,
        $"wrote {(values == 1 ? "1 value" : $"{values} values")} to {writer.Name}, version {writer.Version}",
        new LatestSetReport("wrote", writer.Name, writer.Version, values),
        types => types.LatestSetReport);
}
