using System.CommandLine;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire map delete</c>.</summary>
internal static class MapDeleteCommand
{
    public static Command Create()
    {
        var name = Given.Name();
        var json = Given.Json();
        var command = new Command("delete", "Remove a posix: name, which otherwise stays for ever; who has the map open keeps it.") { name, json };
        command.SetAction(words =>
        {
            var place = words.GetRequiredValue(name);
            if (place.IsFile)
            {
                throw new ArgumentException($"file:{place.Text} is a file; remove it as one. Only posix: names stay until they are deleted here.");
            }

            if (!SharedMap.Delete(place.Text))
            {
                throw new FileNotFoundException($"There is no map {place.Text}.");
            }

            var fact = new DeleteReport("deleted", place.Text);
            Report.Say(words.GetValue(json), $"deleted {place.Text}", fact, types => types.DeleteReport);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
