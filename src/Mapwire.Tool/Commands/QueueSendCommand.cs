using System.CommandLine;
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

    public static Command Create()
    {
        var name = Given.LockName();
        var input = new InputGiven("Send");
        var complete = new Option<bool>("--complete") { Description = "Nothing more is sent after this by anybody, and receivers end when they have all." };
        var leave = new Option<bool>("--leave") { Description = "Do not stay until all was taken; somebody else must hold the queue, and keeps what is in it." };
        var wait = QueueGiven.WaitToSend("there was no room, or nothing was taken");
        var (capacity, senders) = (QueueGiven.Capacity(), QueueGiven.Senders());
        var (access, trust, directory, json) = (Given.Access(), Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("send", Description)
        {
            name, input.Text, input.File, input.Prefixed, complete, leave, wait, capacity, senders, access, trust, directory, json,
        };
        command.Validators.Add(input.RequireOne);
        command.Validators.Add(result => Given.RequireAtMostOne(result, leave, capacity));
        command.Validators.Add(result => Given.RequireAtMostOne(result, leave, senders));
        command.Validators.Add(result => Given.RequireAtMostOne(result, leave, access));
        command.SetAction((given, _) => QueueGiven.RunAsync(async () =>
        {
            var options = QueueGiven.Options(
                "mapwire queue send", given.GetValue(directory), given.GetValue(trust), given.GetValue(access), given.GetValue(capacity), given.GetValue(senders), oneByOne: true);
            using var writer = Open(given.GetRequiredValue(name), given.GetValue(leave), options);
            var sender = new Sender(writer, Given.ToRead(given.GetValue(trust), given.GetValue(directory)), given.GetValue(wait));
            if (await sender.SendAsync(input.Messages(given, writer.Name, writer.MaxMessageSize)) is { } failed)
            {
                return failed == ExitCode.NotInTime
                    ? QueueGiven.NotInTime($"There was no room in {writer.Name}", given.GetValue(wait), $"Sent before that: {Units.Messages(sender.Messages)}.")
                    : await StayAsync(sender, given.GetValue(leave));
            }

            var isComplete = given.GetValue(complete) && writer.Complete();
            if (!given.GetValue(leave) && !await sender.AwaitTakenAsync())
            {
                return QueueGiven.NotInTime($"Not all was taken from {writer.Name}", given.GetValue(wait), "What is left in a queue that nobody holds is lost.");
            }

            var fact = new SendReport("sent", writer.Name, sender.Messages, sender.Bytes, isComplete);
            Report.Say(
                given.GetValue(json),
                $"sent {Units.Messages(sender.Messages)}, {Units.Bytes(sender.Bytes)}, through {writer.Name}{(isComplete ? ", and completed it" : string.Empty)}",
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

    private static async Task<ExitCode> StayAsync(Sender sender, bool leaves)
    {
        _ = leaves || await sender.AwaitTakenAsync();
        return ExitCode.Failed;
    }
}
