using System.CommandLine;
using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire map read</c>.</summary>
internal static class MapReadCommand
{
    public static Command Create()
    {
        var name = Given.Name();
        var text = new Option<bool>("--text") { Description = "Read text, up to its terminator." };
        var hex = new Option<bool>("--hex") { Description = "Show a hex dump, also into a pipe." };
        var encoding = Given.Encoding();
        var offset = Given.Offset("to begin");
        var length = Given.Length();
        var output = Given.FilePathOption("--output", "Write the bytes to this file, whole or not at all.");
        var force = Given.Force();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("read", "Read a map: a hex dump on a terminal, raw bytes into a pipe.")
        {
            name, text, hex, encoding, offset, length, output, force, trust, directory, json,
        };
        command.Validators.Add(result => Given.RequireAtMostOne(result, text, hex, output));
        command.Validators.Add(result => Given.RequireAtMostOne(result, hex, json));
        command.Validators.Add(result => Given.RequireBeside(result, encoding, text));
        command.Validators.Add(result => Given.RequireBeside(result, force, output));
        command.SetAction(words =>
        {
            using var map = words.GetRequiredValue(name).Open(Given.ToRead(words.GetValue(trust), words.GetValue(directory)));
            var fullName = MapPlace.NameOf(map);
            var range = MapRange.ToRead(map, fullName, words.GetValue(offset), words.GetValue(length));
            var textEncoding = words.GetValue(text) ? words.GetValue(encoding) ?? TextEncoding.Utf8 : null;
            if (words.GetValue(output) is { } path)
            {
                range.SaveTo(path, words.GetValue(force));
                var fact = new ReadReport(fullName, range.Offset, range.Length, null, null, path);
                Report.Say(words.GetValue(json), $"read {Units.Bytes(range.Length)} of {fullName} into {path}", fact, types => types.ReadReport);
            }
            else if (words.GetValue(json))
            {
                var fact = MapPrinter.ToReport(range, fullName, textEncoding);
                Report.Say(asJson: true, string.Empty, fact, types => types.ReadReport);
            }
            else
            {
                MapPrinter.Print(range, fullName, textEncoding, words.GetValue(hex));
            }

            return (int)ExitCode.Done;
        });
        return command;
    }
}
