using System.Diagnostics;
using System.Globalization;

namespace Mapwire.Tests.Support;

/// <summary>Sends signals that the framework has no call for; on Linux and macOS.</summary>
internal static class Signals
{
    public static void Stop(int process) => Send("-STOP", process);

    public static void Continue(int process) => Send("-CONT", process);

    private static void Send(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill {signal} {process} ended with {kill.ExitCode}.");
        }
    }
}
