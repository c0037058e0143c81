using System.CommandLine;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire map</c>: what can be done with one map.</summary>
internal static class MapCommand
{
    public static Command Create() => new("map", "Create, hold, read, write and list maps.")
    {
        MapCreateCommand.Create(),
        MapOpenCommand.Create(),
        MapReadCommand.Create(),
        MapWriteCommand.Create(),
        MapListCommand.Create(),
        MapInfoCommand.Create(),
        MapDeleteCommand.Create(),
    };
}
