using System.CommandLine;
using Mapwire.Tool.Images;
using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire image send</c>.</summary>
internal static class ImageSendCommand
{
    public static Command Create()
    {
        var file = Given.FilePath("FILE", "The bitmap file (BMP) to send.");
        var name = Given.ImageName();
        var access = Given.Access();
        var holdFor = Given.HoldFor();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("send", "Put a bitmap into a new map, and hold it until Enter, a signal, or the time is up.")
        {
            file, name, access, holdFor, directory, json,
        };
        command.SetAction(async (words, _) =>
        {
            var path = words.GetRequiredValue(file);
            var bitmap = ImageSender.Check(path);
            var options = Given.ToCreate(words.GetValue(access), words.GetValue(directory));
            using var map = ImageSender.Send(path, bitmap, Given.ImagePlace(words.GetValue(name)), options);
            var fullName = MapPlace.NameOf(map);
            var fact = new ImageReport("sent", fullName, path, bitmap.Length, bitmap.Width, bitmap.Height, bitmap.Stride, bitmap.Bits);
            Report.Say(words.GetValue(json), $"sent {path} in {fullName}: {bitmap.InWords}", fact, types => types.ImageReport);
            await Holding.UntilReleased(words.GetValue(holdFor));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
