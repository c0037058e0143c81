using System.CommandLine;
using Mapwire.Tool.Images;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire image watch</c>.</summary>
internal static class ImageWatchCommand
{
    private const string Description = """
        Watch a stream of images, and check each where it lies; says at the end how many a second came, how old they were, and what was lost.
        Ends as a reader of a pipe does: when somebody has streamed, nobody does any more, and all was watched.
        """;

    public static Command Create()
    {
        var name = Given.LockName();
        var save = ImageGiven.Save();
        var force = Given.Force();
        var policy = ImageGiven.Policy();
        var count = ImageGiven.Count("End after so many images; it is a failure when the stream is completed before.");
        var follow = QueueGiven.Follow("publisher", "stream");
        var wait = Given.Wait("get an image");
        var (create, frames) = (ImageGiven.Create(), ImageGiven.Frames());
        var (access, trust, directory, json) = (Given.Access(), Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("watch", Description) { name, save, force, policy, count, follow, wait, create, frames, access, trust, directory, json };
        command.Validators.Add(result => Given.RequireAtMostOne(result, count, follow));
        command.Validators.Add(result => Given.RequireBeside(result, force, save));
        command.Validators.Add(result => Given.RequireBeside(result, frames, create));
        command.Validators.Add(result => Given.RequireBeside(result, access, create));
        command.SetAction((given, _) => QueueGiven.RunAsync(async () =>
        {
            var files = given.GetValue(save) is { } folder ? new ImageFiles(folder, given.GetValue(force)) : null;
            var options = ImageGiven.Options(
                "mapwire image watch",
                given.GetValue(directory),
                given.GetValue(trust),
                given.GetValue(access),
                (int?)given.GetValue(create)?.Length,
                given.GetValue(frames),
                given.GetValue(policy));
            using var subscriber = Open(given.GetRequiredValue(name), given.GetValue(create) is not null, options);
            var rules = new ReceiveRules(
                given.GetValue(count),
                EndsWithWriters: given.GetValue(count) is null && !given.GetValue(follow),
                given.GetValue(wait),
                Given.ToRead(given.GetValue(trust), given.GetValue(directory)));
            return await RunAsync(subscriber, new MessageOutput(new StandardOutput(), QueueGiven.Form(given.GetValue(json), isPrefixed: false)), rules, files);
        }));
        return command;
    }

    private static FrameSubscriber<ImageFrameInfo> Open(MapPlace name, bool mayCreate, FrameOptions options) =>
        mayCreate ? FrameSubscriber<ImageFrameInfo>.CreateOrOpen(name.Text, out bool _, options)
        : FrameSubscriber<ImageFrameInfo>.TryOpen(name.Text, out var opened, options) ? opened
        : throw new FileNotFoundException($"There is no stream {name.FullName}: nobody holds it. Start 'mapwire image stream' first, or make it here with --create WIDTHxHEIGHT.");

    private static async Task<ExitCode> RunAsync(FrameSubscriber<ImageFrameInfo> subscriber, MessageOutput output, ReceiveRules rules, ImageFiles? files)
    {
        var watcher = new ImageWatcher(subscriber, output, rules, files);
        await watcher.BeginAsync();
        try
        {
            var end = await watcher.RunAsync();
            await watcher.EndAsync();
            return subscriber.Error is { Length: > 0 } error && end == ExitCode.Done
                ? throw new IOException($"{subscriber.Name} was completed with an error: {error}")
                : end;
        }
        catch (OperationCanceledException)
        {
            await watcher.EndAsync();
            throw;
        }
        catch (Exception failure) when (Failure.IsExpected(failure) && !Failure.IsBrokenPipe(failure))
        {
            // What came before that is put out.
            await output.FlushAsync();
            throw;
        }
    }
}
