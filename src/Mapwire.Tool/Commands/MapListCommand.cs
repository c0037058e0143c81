using System.CommandLine;
using System.Globalization;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire map list</c>.</summary>
internal static class MapListCommand
{
    public static Command Create()
    {
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("list", "List every map this user may see, and what a kill left behind.") { directory, json };
        command.SetAction(words =>
        {
            MapListing[] maps = [.. MapInspector.List(words.GetValue(directory)).Select(MapListing.Of)];
            if (words.GetValue(json))
            {
                Report.Say(asJson: true, string.Empty, maps, types => types.MapListingArray);
                return (int)ExitCode.Done;
            }

            var grid = new Grid("NAME", "BYTES", "OWNER", "CREATED", "PROCESSES", "STATE");
            foreach (var map in maps)
            {
                grid.Add(
                    map.Name,
                    map.Size.ToString(CultureInfo.InvariantCulture),
                    map.Owner ?? "-",
                    map.CreatedInWords(),
                    map.ProcessesInWords(),
                    map.StateInWords());
            }

            grid.Show();
            return (int)ExitCode.Done;
        });
        return command;
    }
}
