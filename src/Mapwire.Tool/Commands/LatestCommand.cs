using System.CommandLine;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire latest</c>: one value that changes, and all who look at it.</summary>
internal static class LatestCommand
{
    public static Command Create() => new("latest", "Write the newest value, get it, and watch it change.")
    {
        LatestSetCommand.Create(),
        LatestGetCommand.Create(),
        LatestWatchCommand.Create(),
    };
}
