using System.CommandLine;
using Mapwire.Tool.Images;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire image receive</c>.</summary>
internal static class ImageReceiveCommand
{
    public static Command Create()
    {
        var file = Given.FilePath("FILE", "Where to put the bitmap; it appears whole or not at all.");
        var name = Given.ImageName();
        var force = Given.Force();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("receive", "Take a bitmap out of the map that somebody sends it in.")
        {
            file, name, force, trust, directory, json,
        };
        command.SetAction(words =>
        {
            var path = words.GetRequiredValue(file);
            using var map = Given.ImagePlace(words.GetValue(name)).Open(Given.ToRead(words.GetValue(trust), words.GetValue(directory)));
            var bitmap = ImageReceiver.Receive(map, path, words.GetValue(force));
            var fullName = MapPlace.NameOf(map);
            var fact = new ImageReport("received", fullName, path, bitmap.Length, bitmap.Width, bitmap.Height, bitmap.Stride, bitmap.Bits);
            Report.Say(words.GetValue(json), $"received {path} from {fullName}: {bitmap.InWords}", fact, types => types.ImageReport);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
