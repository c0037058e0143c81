using System.CommandLine;
using Mapwire.Tool.Doctor;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire doctor</c>.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var fix = new Option<bool>("--fix") { Description = "Remove dead names, and pass on what the dead held; nothing that lives is touched." };
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("doctor", "Say what the dead left and what of this machine limits maps and locks, and what to do about it.")
        {
            fix, trust, directory, json,
        };
        command.SetAction(given =>
        {
            var folder = given.GetValue(directory);
            DoctorFinding[] found = [.. NameChecks.All(folder, given.GetValue(trust), given.GetValue(fix)), .. SystemChecks.All(folder)];
            var isOk = found.All(one => one.State != DoctorFinding.IsProblem);
            if (given.GetValue(json))
            {
                Report.Say(asJson: true, string.Empty, new DoctorReport(isOk, found), types => types.DoctorReport);
                return (int)(isOk ? ExitCode.Done : ExitCode.Failed);
            }

            var grid = new Grid("STATE", "CHECK", "FOUND", "WHAT TO DO");
            foreach (var one in found)
            {
                grid.Add(one.State, one.Check, one.Detail, one.Advice ?? "-");
            }

            grid.Show();
            return (int)(isOk ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
