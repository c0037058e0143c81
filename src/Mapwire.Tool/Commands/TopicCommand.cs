using System.CommandLine;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire topic</c>: messages between processes, each for all of them.</summary>
internal static class TopicCommand
{
    public static Command Create() => new("topic", "Publish messages to a topic, and subscribe to them.")
    {
        TopicPublishCommand.Create(),
        TopicSubscribeCommand.Create(),
    };
}
