using System.CommandLine;
using Mapwire.Tool.Images;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire image stream</c>.</summary>
internal static class ImageStreamCommand
{
    private const string Description = """
        Stream images to everybody who watches, each filled in place in shared memory and copied by nobody. Ends after --count, or on a signal.
        Whoever comes first makes the stream, which lives while somebody holds it; what is streamed while nobody watches is seen by nobody.
        """;

    public static Command Create()
    {
        var name = Given.LockName();
        var (from, generate) = (ImageGiven.From(), ImageGiven.Generate());
        var rate = ImageGiven.Rate();
        var count = ImageGiven.Count("End after so many images (default: on Ctrl+C).");
        var wait = QueueGiven.WaitToSend("there was no room, since a watcher did not read");
        var frames = ImageGiven.Frames();
        var (access, trust, directory, json) = (Given.Access(), Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("stream", Description) { name, from, generate, rate, count, wait, frames, access, trust, directory, json };
        command.Validators.Add(result => Given.RequireExactlyOne(result, from, generate));
        command.SetAction((given, _) => QueueGiven.RunAsync(async () =>
        {
            IImageSource source = given.GetValue(generate) is { } shape ? new GeneratedImages(shape) : new FolderImages(given.GetRequiredValue(from)!);
            var options = ImageGiven.Options(
                "mapwire image stream", given.GetValue(directory), given.GetValue(trust), given.GetValue(access), source.MostBytes, given.GetValue(frames));
            using var publisher = FramePublisher<ImageFrameInfo>.CreateOrOpen(given.GetRequiredValue(name).Text, out bool _, options);
            RequireFits(publisher, source);
            var asJson = given.GetValue(json);
            Report.Say(
                asJson,
                $"streaming {source.InWords} to {publisher.Name}, which has room for {Units.Frames(publisher.FrameCount)} of {Units.Bytes(publisher.FrameBytes)}",
                new ImageStreamReport("streaming", publisher.Name, publisher.FrameBytes, publisher.FrameCount),
                types => types.ImageStreamReport);
            var streamer = new ImageStreamer(publisher, source, given.GetValue(wait));
            try
            {
                if (!await streamer.RunAsync(given.GetValue(count), given.GetValue(rate)))
                {
                    return QueueGiven.NotInTime(NoRoom(publisher), given.GetValue(wait), $"Streamed before that: {Units.Frames(streamer.Frames)}.");
                }
            }
            catch (OperationCanceledException)
            {
                streamer.Say(asJson);
                throw;
            }

            streamer.Say(asJson);
            return ExitCode.Done;
        }));
        return command;
    }

    private static void RequireFits(FramePublisher<ImageFrameInfo> publisher, IImageSource source)
    {
        if (source.MostBytes > publisher.FrameBytes)
        {
            throw new InvalidDataException(
                $"{source.Largest} has {Units.Bytes(source.MostBytes)} of pixels, more than the {publisher.FrameBytes} of a frame of {publisher.Name}. Use another name, or make the stream anew with more room.");
        }
    }

    private static string NoRoom(FramePublisher<ImageFrameInfo> publisher)
    {
        var slowest = publisher.SlowestSubscriber;
        var who = slowest is null ? string.Empty : $", since {slowest.Name} (process {slowest.ProcessId}) has {Units.Frames(slowest.LagMessages)} still to read";
        return $"There was no frame to fill in {publisher.Name}{who}";
    }
}
