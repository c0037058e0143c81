using System.CommandLine;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire event</c>: signals between processes.</summary>
internal static class EventCommand
{
    public static Command Create() => new("event", "Wait for a signal by name, and give it.")
    {
        EventWaitCommand.Create(),
        EventSetCommand.Create("set", "Set an event that somebody waits for or holds.", "set", gate => gate.Set()),
        EventSetCommand.Create("reset", "Take back what was set and not yet used.", "reset", gate => gate.Reset()),
        EventCreateCommand.Create(),
    };
}
