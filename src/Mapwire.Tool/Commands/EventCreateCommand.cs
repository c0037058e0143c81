using System.CommandLine;
using Mapwire.Tool.Locks;
using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire event create</c>.</summary>
internal static class EventCreateCommand
{
    public static Command Create()
    {
        var name = Given.LockName();
        var manual = Given.Manual();
        var access = Given.Access();
        var holdFor = Given.HoldFor();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("create", "Make an event, or open it, and hold it: what is set then waits for who waits for it.")
        {
            name, manual, access, holdFor, trust, directory, json,
        };
        command.SetAction(async (given, _) =>
        {
            var options = Turn.Options("mapwire event create", given.GetValue(directory), given.GetValue(trust), given.GetValue(access));
            using var opened = Open(given.GetRequiredValue(name), given.GetValue(manual), options);
            var isManual = opened.Mode == EventResetMode.ManualReset;
            var fact = new EventReport("holding", opened.Name, isManual);
            Report.Say(
                given.GetValue(json), $"holding {opened.Name}, which {(isManual ? "stays set until it is reset" : "lets one through for each set")}", fact, types => types.EventReport);
            await Holding.UntilReleased(given.GetValue(holdFor));
            return (int)ExitCode.Done;
        });
        return command;
    }

    public static SharedEvent Open(MapPlace place, bool manual, RegionOptions options)
    {
        var opened = SharedEvent.CreateOrOpen(place.Text, manual ? EventResetMode.ManualReset : EventResetMode.AutoReset, options: options);
        if (manual && opened.Mode != EventResetMode.ManualReset)
        {
            opened.Dispose();
            throw new IOException($"{opened.Name} was made without --manual: it lets one through for each set.");
        }

        return opened;
    }
}
