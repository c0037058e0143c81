using System.CommandLine;
using Mapwire.Tool.LatestValues;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire latest get</c>.</summary>
internal static class LatestGetCommand
{
    public static Command Create()
    {
        var name = Given.LockName();
        var raw = new Option<bool>("--raw") { Description = "Write its bytes and nothing else, no end of the line either." };
        var (trust, directory, json) = (Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("get", "Write the newest value as a line; a failure where nobody holds it, or nothing was written.") { name, raw, trust, directory, json };
        command.Validators.Add(result => Given.RequireAtMostOne(result, raw, json));
        command.SetAction(given =>
        {
            var options = LatestGiven.Options("mapwire latest get", given.GetValue(directory), given.GetValue(trust), null, null);
            using var reader = LatestReader.Open(given.GetRequiredValue(name).Text, options);
            if (!reader.TryRead(out var value, out var stamp))
            {
                throw new IOException($"Nothing was written to {reader.Name} yet.");
            }

            var form = given.GetValue(json) ? ValueForm.Json : given.GetValue(raw) ? ValueForm.Raw : ValueForm.Lines;
            using var output = new StandardOutput();
            new ValueOutput(output, reader.Name, form).Write(value, stamp, reader.IsWriterGone);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
