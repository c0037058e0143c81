using System.CommandLine;
using System.Globalization;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Images;

/// <summary>The options of the commands on streams of images, and what they mean.</summary>
internal static class ImageGiven
{
    /// <summary>The most bytes that a frame can have.</summary>
    public const int MostBytes = int.MaxValue - 4096;

    private const int MostSide = 65535;
    private const int MostFrames = 4096;
    private const int DefaultFrames = 8;
    private const double LeastRate = 0.001;
    private const double MostRate = 1000;

    public static Option<string?> From() => new("--from")
    {
        Description = "Play the bitmaps (*.bmp) of this folder in the order of their names, again and again.",
        HelpName = "FOLDER",
        CustomParser = result => Given.Checked(result, Given.Path),
    };

    public static Option<ImageShape?> Generate() => Sides("--generate", "Stream a moving pattern of so many pixels: 640x480.");

    public static Option<ImageShape?> Create() => Sides("--create", "Make the stream if nobody holds it yet, with room for images of so many pixels of 32 bits: 1920x1080.");

    public static Option<double?> Rate() => new("--fps")
    {
        Description = "How many images a second (default: as many as go).",
        HelpName = "N",
        CustomParser = result => Given.Checked<double?>(result, text =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= LeastRate and <= MostRate
                ? rate
                : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is no number of images a second from {LeastRate} to {MostRate}."))),
    };

    /// <param name="description">What it ends.</param>
    public static Option<int?> Count(string description) => new("--count")
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Given.Checked<int?>(result, text => QueueGiven.Number(text, int.MaxValue, "images")),
    };

    public static Option<int?> Frames() => new("--frames")
    {
        Description = $"How many frames a stream that is made has room for at once, from 1 to {MostFrames} (default {DefaultFrames}).",
        HelpName = "N",
        CustomParser = result => Given.Checked<int?>(result, text => QueueGiven.Number(text, MostFrames, "frames")),
    };

    public static Option<SubscriberPolicy?> Policy() => new("--policy")
    {
        Description = "What becomes of this watcher when it does not keep up: the stream waits for it (block, the default), it loses what is oldest, or it is disconnected.",
        HelpName = "block|drop-oldest|disconnect",
        CustomParser = result => Given.Checked<SubscriberPolicy?>(result, text => text switch
        {
            "block" => SubscriberPolicy.Block,
            "drop-oldest" => SubscriberPolicy.DropOldest,
            "disconnect" => SubscriberPolicy.Disconnect,
            _ => throw new ArgumentException($"'{text}' is none of block, drop-oldest, disconnect."),
        }),
    };

    public static Option<string?> Save() => new("--save")
    {
        Description = "Write each image into this folder as a bitmap file of its number, which appears whole or not at all.",
        HelpName = "FOLDER",
        CustomParser = result => Given.Checked(result, Given.Path),
    };

    public static FrameOptions Options(
        string participant, string? directory, string[]? trust, MapSecurity? access, int? frameBytes, int? frames, SubscriberPolicy? policy = null)
    {
        var defaults = new FrameOptions();
        return new FrameOptions
        {
            FrameBytes = frameBytes ?? defaults.FrameBytes,
            FrameCount = frames ?? DefaultFrames,
            Policy = policy ?? SubscriberPolicy.Block,
            Waiting = WaitStrategy.Park,
            ParticipantName = participant,
            Security = access ?? MapSecurity.CurrentUser,
            Directory = directory,
            TrustedOwners = trust ?? [],
        };
    }

    private static Option<ImageShape?> Sides(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "WIDTHxHEIGHT",
        CustomParser = result => Given.Checked<ImageShape?>(result, text => ShapeOf(text)),
    };

    private static ImageShape ShapeOf(string text)
    {
        var sides = text.Split('x');
        if (sides.Length != 2 || !long.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            || !long.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height))
        {
            throw new ArgumentException($"'{text}' is no size of an image; write 640x480.");
        }

        if (width is < 1 or > MostSide || height is < 1 or > MostSide)
        {
            throw new ArgumentException($"'{text}' is no size of an image: width and height are from 1 to {MostSide}.");
        }

        var shape = new ImageShape((int)width, (int)height, PixelFormat.Bgra32);
        return shape.Length <= MostBytes
            ? shape
            : throw new ArgumentException($"'{text}' is too large: it would have {shape.Length} bytes, and a frame has {MostBytes} at most.");
    }
}
