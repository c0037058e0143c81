using System.CommandLine;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire image</c>: bitmaps from process to process.</summary>
internal static class ImageCommand
{
    public static Command Create() => new("image", "Send a bitmap through a map and receive it, or stream bitmaps and watch them.")
    {
        ImageSendCommand.Create(),
        ImageReceiveCommand.Create(),
        ImageStreamCommand.Create(),
        ImageWatchCommand.Create(),
    };
}
