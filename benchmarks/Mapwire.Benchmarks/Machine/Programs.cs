using System.ComponentModel;
using System.Diagnostics;

namespace Mapwire.Benchmarks.Machine;

/// <summary>Runs programs of the system to their end.</summary>
internal static class Programs
{
    /// <summary>Runs it and gives its standard output.</summary>
    /// <exception cref="InvalidOperationException">It could not be started, or failed; the message says what it said.</exception>
    public static string Run(string program, params IEnumerable<string> arguments) => Run(program, out _, arguments);

    /// <summary>Runs it, and says how long that took from its start to its end.</summary>
    public static string Run(string program, out TimeSpan elapsed, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var started = Stopwatch.GetTimestamp();
        using var process = Start(info);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        elapsed = Stopwatch.GetElapsedTime(started);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {FirstLine(errors.Result)}");
    }

    /// <summary>Runs it and gives its standard output; ends it, with all that it has started, when it is to stop.</summary>
    /// <exception cref="InvalidOperationException">It could not be started, or failed; the message says what it said.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new ChildProgram(program, arguments);
        return await process.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Where a program of the search path lies, or null.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <exception cref="InvalidOperationException">It could not be started.</exception>
    internal static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} did not start.");
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }
    }

    internal static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
