using System.CommandLine;
using Mapwire.Tool.Locks;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire event wait</c>.</summary>
internal static class EventWaitCommand
{
    public static Command Create()
    {
        var name = Given.LockName();
        var manual = Given.Manual();
        var wait = Given.Wait("be set");
        var access = Given.Access();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("wait", "Wait until an event is set; it is made if nobody has it.") { name, manual, wait, access, trust, directory, json };
        command.SetAction(async (given, _) =>
        {
            var options = Turn.Options("mapwire event wait", given.GetValue(directory), given.GetValue(trust), given.GetValue(access));
            using var opened = EventCreateCommand.Open(given.GetRequiredValue(name), given.GetValue(manual), options);
            var limit = given.GetValue(wait);
            var isSet = limit == TimeSpan.Zero ? opened.TryWait() : await Turn.WaitAsync(limit, opened.WaitAsync);
            if (!isSet)
            {
                Failure.Say($"{opened.Name} was not set{(limit > TimeSpan.Zero ? $" within {limit.Value.TotalSeconds:0.###} s" : string.Empty)}.");
                return (int)ExitCode.NotInTime;
            }

            var fact = new EventReport("waited", opened.Name, opened.Mode == EventResetMode.ManualReset);
            Report.Say(given.GetValue(json), $"{opened.Name} was set", fact, types => types.EventReport);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
