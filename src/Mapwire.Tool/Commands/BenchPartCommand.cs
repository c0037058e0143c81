using System.CommandLine;
using Mapwire.Tool.Bench;

namespace Mapwire.Tool.Commands;

/// <summary>The hidden command by which a measurement starts its own processes.</summary>
internal static class BenchPartCommand
{
    public static Command Create()
    {
        var command = new Command(SideProcess.Command, "One process of a measurement.") { Hidden = true };
        command.SetAction(_ => (int)SideRun.Run());
        return command;
    }
}
