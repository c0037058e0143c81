using System.Diagnostics;
using System.Globalization;

namespace Mapwire.Tests.Support;

/// <summary>What can be said of a process that a test waited for in vain: whether it worked, slept, or was not let.</summary>
internal static class Silence
{
    private const string Load = "/proc/loadavg";

    public static string Of(Process process)
    {
        if (process.HasExited)
        {
            return "It has ended.";
        }

        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"It has used {process.TotalProcessorTime.TotalSeconds:0.00} s of processors in {(DateTime.Now - process.StartTime).TotalSeconds:0} s.");
        try
        {
            return OperatingSystem.IsLinux() ? $"{text} Its threads: {string.Join(' ', Threads(process.Id))}. The system's load: {File.ReadAllText(Load).TrimEnd()}." : text;
        }
        catch (IOException)
        {
            return text;
        }
    }

    // Of each the letter that says how it is (R runs or would, S sleeps, D waits for the system, T is stopped), and in what it waits.
    private static IEnumerable<string> Threads(int process) => Directory.EnumerateDirectories($"/proc/{process}/task").Select(task =>
    {
        var told = File.ReadAllText($"{task}/stat");
        return $"{told[told.LastIndexOf(')') + 2]}:{File.ReadAllText($"{task}/wchan")}";
    });
}
