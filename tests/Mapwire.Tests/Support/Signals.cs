using System.Runtime.InteropServices;

namespace Mapwire.Tests.Support;

/// <summary>Sends signals to processes; on Linux and macOS.</summary>
internal static partial class Signals
{
    private static readonly int _stop = OperatingSystem.IsMacOS() ? 17 : 19;
    private static readonly int _continue = OperatingSystem.IsMacOS() ? 19 : 18;

    /// <summary>Stops a process, and returns when all of its threads stand; one that has ended stands too.</summary>
    public static void Stop(int process)
    {
        Send(_stop, process);
        if (OperatingSystem.IsLinux())
        {
            Wait.Until(() => Stands(process));
        }
    }

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

    private static bool Stands(int process)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task").All(task => File.ReadAllText($"{task}/stat") is var told && told[told.LastIndexOf(')') + 2] is 'T' or 'Z' or 'X');
        }
        catch (IOException)
        {
            // A thread has ended meanwhile, or all of them have.
            return !Directory.Exists($"/proc/{process}/task");
        }
    }

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
