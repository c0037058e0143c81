using System.CommandLine;
using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire map create</c>.</summary>
internal static class MapCreateCommand
{
    public static Command Create()
    {
        var name = Given.Name();
        var size = Given.Size();
        var text = new Option<string?>("--text") { Description = "Write this text, with its terminator.", HelpName = "TEXT" };
        var file = Given.FilePathOption("--file", "Write the bytes of this file.");
        var encoding = Given.Encoding();
        var offset = Given.Offset("to write");
        var access = Given.Access();
        var holdFor = Given.HoldFor();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("create", "Create a map, write into it, and hold it until Enter, a signal, or the time is up.")
        {
            name, size, text, file, encoding, offset, access, holdFor, directory, json,
        };
        command.Validators.Add(result => Given.RequireAtMostOne(result, text, file));
        command.Validators.Add(result => Given.RequireBeside(result, encoding, text));
        command.Validators.Add(result => Given.RequireBeside(result, offset, text, file));
        command.SetAction(async (words, _) =>
        {
            var content = Given.TextOrFile(words.GetValue(text), words.GetValue(file), words.GetValue(encoding));
            content?.RequireRoom(words.GetRequiredValue(name).FullName, words.GetValue(size), words.GetValue(offset));
            var options = Given.ToCreate(words.GetValue(access), words.GetValue(directory));
            using var map = words.GetRequiredValue(name).Create(words.GetValue(size), options);
            var fullName = MapPlace.NameOf(map);
            if (content is not null)
            {
                MapRange.ToWrite(map, fullName, words.GetValue(offset), content).Fill(content);
            }

            var fact = new MapReport("created", fullName, map.Size, map.Path);
            Report.Say(words.GetValue(json), $"created {fullName}, {Units.Bytes(map.Size)}", fact, types => types.MapReport);
            await Holding.UntilReleased(words.GetValue(holdFor));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
