using System.CommandLine;
using System.Globalization;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Topics;

/// <summary>The options that the commands on topics share, and what they mean.</summary>
internal static class TopicGiven
{
    public static Option<long?> Capacity() => QueueGiven.Capacity("publisher", "topic");

    public static Option<SubscriberPolicy?> Policy() => new("--policy")
    {
        Description = "What becomes of this subscriber when it does not keep up: publishers wait for it (block, the default), it loses what is oldest or newest, or it is disconnected.",
        HelpName = "block|drop-oldest|drop-newest|disconnect",
        CustomParser = result => Given.Checked<SubscriberPolicy?>(result, text => text switch
        {
            "block" => SubscriberPolicy.Block,
            "drop-oldest" => SubscriberPolicy.DropOldest,
            "drop-newest" => SubscriberPolicy.DropNewest,
            "disconnect" => SubscriberPolicy.Disconnect,
            _ => throw new ArgumentException($"'{text}' is none of block, drop-oldest, drop-newest, disconnect."),
        }),
    };

    public static Option<long?> History() => new("--history")
    {
        Description = "Begin with so many messages of each publisher that were published before, or as many of them as the topic still has (default 0).",
        HelpName = "N",
        CustomParser = result => Given.Checked<long?>(
            result,
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ArgumentException($"'{text}' is no number of messages.")),
    };

    public static TopicOptions Options(
        string participant, string? directory, string[]? trust, MapSecurity? access, long? capacity, SubscriberPolicy? policy = null, long? history = null) => new()
        {
            Capacity = capacity ?? QueueGiven.DefaultCapacity,
            MaxParticipants = QueueGiven.MostParticipants,
            Policy = policy ?? SubscriberPolicy.Block,
            History = history ?? 0,
            Waiting = WaitStrategy.Park,
            ParticipantName = participant,
            Security = access ?? MapSecurity.CurrentUser,
            Directory = directory,
            TrustedOwners = trust ?? [],
        };
}
