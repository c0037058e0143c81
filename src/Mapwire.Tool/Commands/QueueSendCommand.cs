using System.CommandLine;
using System.Text;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire queue send</c>.</summary>
internal static class QueueSendCommand
{
    private const string Description = """
        Send each line of standard input, a text or a file as a message; ends when all of it was taken.
        A queue lives while somebody holds it. Whoever comes first makes it, sender or receiver; a sender stays until nothing that it sent can be lost.
        """;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Command Create()
    {
        var name = Given.LockName();
        var text = new Option<string?>("--text") { Description = "Send this text, in UTF-8, as one message.", HelpName = "TEXT" };
        var file = Given.FilePathOption("--file", "Send the bytes of this file as one message.");
        var prefixed = QueueGiven.LengthPrefixed("Standard input has any bytes");
        var complete = new Option<bool>("--complete") { Description = "Nothing more is sent after this by anybody, and receivers end when they have all." };
        var leave = new Option<bool>("--leave") { Description = "Do not stay until all was taken; somebody else must hold the queue, and keeps what is in it." };
        var wait = new Option<TimeSpan?>("--wait")
        {
            Description = "Give up when for so many seconds there was no room, or nothing was taken; 0 does not wait (default: as long as it takes).",
            HelpName = "SECONDS",
            CustomParser = result => Given.Checked<TimeSpan?>(result, value => HoldTime.Parse(value)),
        };
        var (capacity, senders) = (QueueGiven.Capacity(), QueueGiven.Senders());
        var (access, trust, directory, json) = (Given.Access(), Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("send", Description)
        {
            name, text, file, prefixed, complete, leave, wait, capacity, senders, access, trust, directory, json,
        };
        command.Validators.Add(result => Given.RequireAtMostOne(result, text, file, prefixed));
        command.Validators.Add(result => Given.RequireAtMostOne(result, leave, capacity));
        command.Validators.Add(result => Given.RequireAtMostOne(result, leave, senders));
        command.Validators.Add(result => Given.RequireAtMostOne(result, leave, access));
        command.SetAction((given, _) => QueueGiven.RunAsync(async () =>
        {
            var options = QueueGiven.Options(
                "mapwire queue send", given.GetValue(directory), given.GetValue(trust), given.GetValue(access), given.GetValue(capacity), given.GetValue(senders), oneByOne: true);
            using var writer = Open(given.GetRequiredValue(name), given.GetValue(leave), options);
            var sender = new Sender(writer, Given.ToRead(given.GetValue(trust), given.GetValue(directory)), given.GetValue(wait));
            var input = new MessageInput(Console.OpenStandardInput(), "Standard input", writer.MaxMessageSize);
            var messages = given.GetValue(text) is { } one ? Only(Text(one, writer))
                : given.GetValue(file) is { } path ? Only(MessageInput.OfFile(path, writer.Name, writer.MaxMessageSize))
                : given.GetValue(prefixed) ? input.PrefixedAsync(writer.Name)
                : input.LinesAsync(writer.Name);
            if (await SendAsync(sender, messages) is { } failed)
            {
                return failed == ExitCode.NotInTime
                    ? NotInTime($"There was no room in {writer.Name}", given.GetValue(wait), $"Sent before that: {Count(sender.Messages)}.")
                    : await StayAsync(sender, given.GetValue(leave));
            }

            var isComplete = given.GetValue(complete) && writer.Complete();
            if (!given.GetValue(leave) && !await sender.AwaitTakenAsync())
            {
                return NotInTime($"Not all was taken from {writer.Name}", given.GetValue(wait), "What is left in a queue that nobody holds is lost.");
            }

            var fact = new SendReport("sent", writer.Name, sender.Messages, sender.Bytes, isComplete);
            Report.Say(
                given.GetValue(json),
                $"sent {Count(sender.Messages)}, {Units.Bytes(sender.Bytes)}, through {writer.Name}{(isComplete ? ", and completed it" : string.Empty)}",
                fact,
                types => types.SendReport);
            return ExitCode.Done;
        }));
        return command;
    }

    private static QueueWriter Open(MapPlace place, bool mustExist, QueueOptions options) =>
        !mustExist ? QueueWriter.CreateOrOpen(place.Text, out _, options)
        : QueueWriter.TryOpen(place.Text, out var opened, options) ? opened
        : throw new FileNotFoundException(
            $"Nobody holds the queue {place.FullName}, and what is left in a queue that nobody holds is lost. Begin with 'mapwire queue receive', or send without --leave.");

    private static byte[] Text(string text, QueueWriter writer)
    {
        var bytes = _utf8.GetBytes(text);
        return bytes.Length <= writer.MaxMessageSize ? bytes : throw MessageInput.TooLong("The text", writer.Name, writer.MaxMessageSize);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Only(byte[] message)
    {
        await Task.CompletedTask;
        yield return message;
    }

    // What cannot be read ends it; what was sent before must be taken all the same.
    private static async Task<ExitCode?> SendAsync(Sender sender, IAsyncEnumerable<ReadOnlyMemory<byte>> messages)
    {
        try
        {
            await foreach (var message in messages)
            {
                if (!await sender.SendAsync(message))
                {
                    return ExitCode.NotInTime;
                }
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException && sender.Messages > 0)
        {
            Failure.Say($"{Failure.Describe(failure)} Sent before that: {Count(sender.Messages)}.");
            return ExitCode.Failed;
        }
    }

    private static async Task<ExitCode> StayAsync(Sender sender, bool leaves)
    {
        _ = leaves || await sender.AwaitTakenAsync();
        return ExitCode.Failed;
    }

    private static string Count(long messages) => messages == 1 ? "1 message" : $"{messages} messages";

    private static ExitCode NotInTime(string what, TimeSpan? wait, string more)
    {
        Failure.Say($"{what}{(wait > TimeSpan.Zero ? $" within {wait.Value.TotalSeconds:0.###} s" : string.Empty)}. {more}");
        return ExitCode.NotInTime;
    }
}
