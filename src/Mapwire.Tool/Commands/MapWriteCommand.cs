using System.CommandLine;
using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire map write</c>.</summary>
internal static class MapWriteCommand
{
    public static Command Create()
    {
        var name = Given.Name();
        var text = new Option<string?>("--text") { Description = "Write this text, with its terminator.", HelpName = "TEXT" };
        var file = Given.FilePathOption("--file", "Write the bytes of this file.");
        var stdin = new Option<bool>("--stdin") { Description = "Write the bytes of standard input, to its end." };
        var encoding = Given.Encoding();
        var offset = Given.Offset("to write");
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("write", "Write into a map that somebody holds; what does not fit is refused before anything is written.")
        {
            name, text, file, stdin, encoding, offset, trust, directory, json,
        };
        command.Validators.Add(result => Given.RequireExactlyOne(result, text, file, stdin));
        command.Validators.Add(result => Given.RequireBeside(result, encoding, text));
        command.SetAction(async (words, _) =>
        {
            var options = new MapOptions { TrustedOwners = words.GetValue(trust) ?? [], Directory = words.GetValue(directory) };
            var content = Given.TextOrFile(words.GetValue(text), words.GetValue(file), words.GetValue(encoding));
            using var map = words.GetRequiredValue(name).Open(options);
            var fullName = MapPlace.NameOf(map);
            RefuseRegion(map, options);
            content ??= await Content.OfStandardInput(map.Size - words.GetValue(offset));
            var range = MapRange.ToWrite(map, fullName, words.GetValue(offset), content);
            range.Fill(content);
            var fact = new WriteReport(fullName, range.Offset, range.Length);
            Report.Say(
                words.GetValue(json), $"wrote {Units.Bytes(range.Length)} at {range.Offset} into {fullName}", fact, types => types.WriteReport);
            return (int)ExitCode.Done;
        });
        return command;
    }

    // Its users would find it damaged, and every lock in it gone.
    private static void RefuseRegion(SharedMap map, MapOptions options)
    {
        if (map.Scope != MapScope.File && RegionInspector.Inspect(map.Name, options) is { } region)
        {
            throw new IOException($"{region.Name} is a region of {region.Kind}, not a plain map: written bytes would break it for all who use it.");
        }
    }
}
