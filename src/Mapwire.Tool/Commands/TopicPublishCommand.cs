using System.CommandLine;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Topics;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire topic publish</c>.</summary>
internal static class TopicPublishCommand
{
    private const string Description = """
        Publish each line of standard input, a text or a file as a message, which goes to every subscriber; ends when all of it is published.
        A topic lives while somebody holds it. Whoever comes first makes it; what is published before anybody subscribes is history, which goes with the last who holds it.
        """;

    public static Command Create()
    {
        var name = Given.LockName();
        var input = new InputGiven("Publish");
        var complete = new Option<bool>("--complete") { Description = "Nothing more is published after this by anybody, and subscribers end when they have all." };
        var wait = QueueGiven.WaitToSend("there was no room, since a subscriber did not read");
        var capacity = TopicGiven.Capacity();
        var (access, trust, directory, json) = (Given.Access(), Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("publish", Description)
        {
            name, input.Text, input.File, input.Prefixed, complete, wait, capacity, access, trust, directory, json,
        };
        command.Validators.Add(input.RequireOne);
        command.SetAction((given, _) => QueueGiven.RunAsync(async () =>
        {
            var options = TopicGiven.Options(
                "mapwire topic publish", given.GetValue(directory), given.GetValue(trust), given.GetValue(access), given.GetValue(capacity));
            using var publisher = Publisher.CreateOrOpen(given.GetRequiredValue(name).Text, out bool _, options);
            var sender = new TopicSender(publisher, given.GetValue(wait));
            if (await sender.SendAsync(input.Messages(given, publisher.Name, publisher.MaxMessageSize)) is { } failed)
            {
                return failed == ExitCode.NotInTime
                    ? QueueGiven.NotInTime(NoRoom(publisher), given.GetValue(wait), $"Sent before that: {Units.Messages(sender.Messages)}.")
                    : failed;
            }

            // Those who subscribed go when it is completed.
            var subscribers = publisher.Subscribers.Count;
            var isComplete = given.GetValue(complete) && publisher.Complete();
            var fact = new PublishReport("published", publisher.Name, sender.Messages, sender.Bytes, subscribers, isComplete);
            Report.Say(
                given.GetValue(json),
                $"published {Units.Messages(sender.Messages)}, {Units.Bytes(sender.Bytes)}, to {publisher.Name}, which has {Units.Subscribers(subscribers)}{(isComplete ? ", and completed it" : string.Empty)}",
                fact,
                types => types.PublishReport);
            return ExitCode.Done;
        }));
        return command;
    }

    private static string NoRoom(Publisher publisher)
    {
        var slowest = publisher.SlowestSubscriber;
        var who = slowest is null ? string.Empty : $", since {slowest.Name} (process {slowest.ProcessId}) has {Units.Messages(slowest.LagMessages)} still to read";
        return $"There was no room in {publisher.Name}{who}";
    }
}
