using System.CommandLine;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire queue</c>: messages between processes, each for one of them.</summary>
internal static class QueueCommand
{
    public static Command Create() => new("queue", "Send messages through a queue, and receive them.")
    {
        QueueSendCommand.Create(),
        QueueReceiveCommand.Create(),
    };
}
