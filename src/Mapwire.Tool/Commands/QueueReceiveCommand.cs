using System.CommandLine;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire queue receive</c>.</summary>
internal static class QueueReceiveCommand
{
    private const string Description = """
        Receive messages and write each as a line; of several receivers each message goes to one.
        Whoever comes first makes the queue, sender or receiver. Ends as a reader of a pipe does: when somebody has sent, nobody does any more, and all was taken.
        """;

    public static Command Create()
    {
        var name = Given.LockName();
        var count = QueueGiven.Count("queue");
        var follow = QueueGiven.Follow("sender", "queue");
        var lease = new Option<bool>("--lease") { Description = "A message is done only when its line was written; until then it goes to another should this end, however it does." };
        var mark = new Option<bool>("--mark-redelivered") { Description = "Write 'redelivered' and a tab before each message that another receiver may have had." };
        var prefixed = QueueGiven.LengthPrefixed("Write any bytes");
        var wait = Given.Wait("get a message");
        var (capacity, senders) = (QueueGiven.Capacity(), QueueGiven.Senders());
        var (access, trust, directory, json) = (Given.Access(), Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("receive", Description)
        {
            name, count, follow, lease, mark, prefixed, wait, capacity, senders, access, trust, directory, json,
        };
        command.Validators.Add(result => Given.RequireAtMostOne(result, count, follow));
        command.Validators.Add(result => Given.RequireAtMostOne(result, mark, prefixed, json));
        command.SetAction((given, _) => QueueGiven.RunAsync(async () =>
        {
            var options = QueueGiven.Options(
                "mapwire queue receive", given.GetValue(directory), given.GetValue(trust), given.GetValue(access), given.GetValue(capacity), given.GetValue(senders), given.GetValue(count) is not null);
            using var reader = QueueReader.CreateOrOpen(given.GetRequiredValue(name).Text, out bool _, options);
            var form = QueueGiven.Form(given.GetValue(json), given.GetValue(prefixed));
            var rules = new ReceiveRules(
                given.GetValue(count),
                EndsWithWriters: given.GetValue(count) is null && !given.GetValue(follow),
                given.GetValue(wait),
                Given.ToRead(given.GetValue(trust), given.GetValue(directory)));
            var end = await new Receiver(reader, new MessageOutput(new StandardOutput(), form), rules, given.GetValue(lease), given.GetValue(mark)).RunAsync();
            return reader.Error is { Length: > 0 } error && end == ExitCode.Done
                ? throw new IOException($"{reader.Name} was completed with an error: {error}")
                : end;
        }));
        return command;
    }
}
