using System.CommandLine;
using Mapwire.Tool.Locks;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire event set</c> and <c>mapwire event reset</c>.</summary>
internal static class EventSetCommand
{
    public static Command Create(string verb, string description, string done, Action<SharedEvent> act)
    {
        var name = Given.LockName();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command(verb, description) { name, trust, directory, json };
        command.SetAction(given =>
        {
            var place = given.GetRequiredValue(name);
            var options = Turn.Options($"mapwire event {verb}", given.GetValue(directory), given.GetValue(trust), null);
            if (!SharedEvent.TryOpen(place.Text, out var opened, options))
            {
                throw new FileNotFoundException(
                    $"Nobody waits for the event {place.FullName}, or holds it, and an event lives only while somebody does. Begin with 'mapwire event wait', or hold it with 'mapwire event create'.");
            }

            using (opened)
            {
                act(opened);
                var fact = new EventReport(done, opened.Name, opened.Mode == EventResetMode.ManualReset);
                Report.Say(given.GetValue(json), $"{done} {opened.Name}", fact, types => types.EventReport);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }
}
