using System.CommandLine;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire map info</c>.</summary>
internal static class MapInfoCommand
{
    public static Command Create()
    {
        var name = Given.Name();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("info", "Say what the system tells of one map, without opening it.") { name, directory, json };
        command.SetAction(words =>
        {
            var map = MapListing.Of(words.GetRequiredValue(name).Look(words.GetValue(directory)));
            if (words.GetValue(json))
            {
                Report.Say(asJson: true, string.Empty, map, types => types.MapListing);
                return (int)ExitCode.Done;
            }

            var grid = new Grid("FIELD", "VALUE");
            grid.Add("name", map.Name);
            grid.Add("scope", map.Scope);
            grid.Add("size", map.Size < 1024 ? $"{Units.Bytes(map.Size)}" : $"{Units.Bytes(map.Size)} ({Units.Size(map.Size)})");
            grid.Add("owner", map.Owner ?? "-");
            grid.Add("created", map.CreatedInWords());
            grid.Add("processes", map.ProcessesInWords());
            grid.Add("state", map.StateInWords());
            grid.Add("path", map.Path ?? "-");
            grid.Show();
            return (int)ExitCode.Done;
        });
        return command;
    }
}
