using System.CommandLine;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Topics;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire topic subscribe</c>.</summary>
internal static class TopicSubscribeCommand
{
    private const string Description = """
        Write each message that is published from now on as a line; every subscriber gets all. What is lost is told on standard error as 'lost FIRST..LAST'.
        Whoever comes first makes the topic. Ends as a reader of a pipe does: when somebody has published, nobody does any more, and all was read.
        """;

    public static Command Create()
    {
        var name = Given.LockName();
        var policy = TopicGiven.Policy();
        var history = TopicGiven.History();
        var count = QueueGiven.Count("topic");
        var follow = QueueGiven.Follow("publisher", "topic");
        var prefixed = QueueGiven.LengthPrefixed("Write any bytes");
        var wait = Given.Wait("get a message");
        var capacity = TopicGiven.Capacity();
        var (access, trust, directory, json) = (Given.Access(), Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("subscribe", Description)
        {
            name, policy, history, count, follow, prefixed, wait, capacity, access, trust, directory, json,
        };
        command.Validators.Add(result => Given.RequireAtMostOne(result, count, follow));
        command.Validators.Add(result => Given.RequireAtMostOne(result, prefixed, json));
        command.SetAction((given, _) => QueueGiven.RunAsync(async () =>
        {
            var options = TopicGiven.Options(
                "mapwire topic subscribe",
                given.GetValue(directory),
                given.GetValue(trust),
                given.GetValue(access),
                given.GetValue(capacity),
                given.GetValue(policy),
                given.GetValue(history));
            using var subscriber = Subscriber.CreateOrOpen(given.GetRequiredValue(name).Text, out bool _, options);
            var rules = new ReceiveRules(
                given.GetValue(count),
                EndsWithWriters: given.GetValue(count) is null && !given.GetValue(follow),
                given.GetValue(wait),
                Given.ToRead(given.GetValue(trust), given.GetValue(directory)));
            return await RunAsync(subscriber, new MessageOutput(new StandardOutput(), QueueGiven.Form(given.GetValue(json), given.GetValue(prefixed))), rules);
        }));
        return command;
    }

    private static async Task<ExitCode> RunAsync(Subscriber subscriber, MessageOutput output, ReceiveRules rules)
    {
        var receiver = new TopicReceiver(subscriber, output, rules);
        try
        {
            var end = await receiver.RunAsync();
            receiver.TellRest();
            return subscriber.Error is { Length: > 0 } error && end == ExitCode.Done
                ? throw new IOException($"{subscriber.Name} was completed with an error: {error}")
                : end;
        }
        catch (SubscriberDisconnectedException)
        {
            // What came before that is put out.
            await output.FlushAsync();
            throw;
        }
    }
}
