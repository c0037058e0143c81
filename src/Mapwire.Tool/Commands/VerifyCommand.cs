using System.CommandLine;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var name = Given.LockName();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("verify", "Check everything that must hold in a region, a lock, a queue or a topic, while others work in it; changes nothing.")
        {
            name, trust, directory, json,
        };
        command.SetAction(given =>
        {
            var place = given.GetRequiredValue(name);
            var findings = RegionInspector.Verify(place.Text, Given.ToRead(given.GetValue(trust), given.GetValue(directory)));
            var isOk = findings.Count == 0;
            if (given.GetValue(json))
            {
                Report.Say(asJson: true, string.Empty, new VerifyReport(place.FullName, isOk, findings), types => types.VerifyReport);
                return (int)(isOk ? ExitCode.Done : ExitCode.Failed);
            }

            using var output = StandardOutput.OpenText();
            foreach (var line in isOk ? [$"{place.FullName}: nothing is wrong"] : findings)
            {
                output.WriteLine(Printable.Line(line));
            }

            return (int)(isOk ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
