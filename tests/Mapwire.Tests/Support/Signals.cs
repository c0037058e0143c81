using System.Runtime.InteropServices;

namespace Mapwire.Tests.Support;

/// <summary>Sends signals to processes; on Linux and macOS.</summary>
internal static partial class Signals
{
    private static readonly int _stop = OperatingSystem.IsMacOS() ? 17 : 19;
    private static readonly int _continue = OperatingSystem.IsMacOS() ? 19 : 18;

    public static void Stop(int process) => Send(_stop, process);

    public static void Continue(int process) => Send(_continue, process);

    /// <summary>Asks a process to end, by one of the signals that do.</summary>
    public static void Send(string name, int process) => Send(
        name switch
        {
            "HUP" => 1,
            "INT" => 2,
            "TERM" => 15,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "HUP, INT or TERM."),
        },
        process);

    private static void Send(int signal, int process)
    {
        if (kill(process, signal) != 0)
        {
            throw new InvalidOperationException($"kill({process}, {signal}): {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int process, int signal);
}
