using System.CommandLine;
using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire map open</c>.</summary>
internal static class MapOpenCommand
{
    public static Command Create()
    {
        var name = Given.Name();
        var holdFor = Given.HoldFor();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("open", "Open a map that somebody holds, and hold it too until Enter, a signal, or the time is up.")
        {
            name, holdFor, trust, directory, json,
        };
        command.SetAction(async (words, _) =>
        {
            using var map = words.GetRequiredValue(name).Open(Given.ToRead(words.GetValue(trust), words.GetValue(directory)));
            var fullName = MapPlace.NameOf(map);
            var fact = new MapReport("opened", fullName, map.Size, map.Path);
            Report.Say(words.GetValue(json), $"opened {fullName}, {Units.Bytes(map.Size)}", fact, types => types.MapReport);
            await Holding.UntilReleased(words.GetValue(holdFor));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
