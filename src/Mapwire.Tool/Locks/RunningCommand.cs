using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Locks;

/// <summary>A command that runs with this program's own input, output and errors, and is told its signals.</summary>
/// <remarks>Who presses Ctrl+C tells the command itself: the terminal sends the signal to both. Any other is passed on.</remarks>
internal sealed class RunningCommand
{
    private const int GroupField = 2;
    private const int ForegroundField = 5;
    private readonly Lock _gate = new();
    private readonly List<PosixSignal> _early = [];
    private Process? _process;

    /// <summary>Runs a command to its end; returns its exit code, or why it could not run.</summary>
    public static async Task<int> RunAsync(string[] words)
    {
        var command = new RunningCommand();
        Interruption.LeaveTo(command.Tell);
        try
        {
            if (ProgramFile.Find(words[0]) is not { } path)
            {
                Failure.Say($"There is no command {words[0]}.");
                return (int)ExitCode.NoSuchCommand;
            }

            using var process = Process.Start(new ProcessStartInfo(path, words[1..])) ?? throw new InvalidOperationException("No process was started.");
            command.Begin(process);
            await process.WaitForExitAsync(CancellationToken.None);
            command.End();
            return process.ExitCode;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or Win32Exception)
        {
            Failure.Say($"{words[0]} cannot be run: {failure.Message}");
            return OperatingSystem.IsWindows() && failure is Win32Exception { NativeErrorCode: 2 or 3 } ? (int)ExitCode.NoSuchCommand : (int)ExitCode.CannotRun;
        }
        finally
        {
            Interruption.TakeBack();
        }
    }

    private void Begin(Process process)
    {
        lock (_gate)
        {
            _process = process;
            _early.ForEach(Send);
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _process = null;
        }
    }

    private void Tell(PosixSignal signal)
    {
        if (signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT && (OperatingSystem.IsWindows() || IsInForeground()))
        {
            return;
        }

        lock (_gate)
        {
            if (_process is null)
            {
                _early.Add(signal);
            }
            else
            {
                Send(signal);
            }
        }
    }

    private void Send(PosixSignal signal)
    {
        if (OperatingSystem.IsWindows() || _process!.HasExited)
        {
            return;
        }

        // The framework sends no signals; every shell does.
        var send = new ProcessStartInfo("/bin/sh", ["-c", $"kill -s {signal.ToString()[3..]} {_process.Id.ToString(CultureInfo.InvariantCulture)}"]);
        try
        {
            using var sender = Process.Start(send);
            sender?.WaitForExit();
        }
        catch (Win32Exception failure)
        {
            Failure.Say($"{signal} could not be passed on to process {_process.Id}: {failure.Message}");
        }
    }

    // Whether the terminal sends what is typed to the group of this process, in which the command is too.
    private static bool IsInForeground()
    {
        if (!OperatingSystem.IsLinux())
        {
            return !Console.IsInputRedirected;
        }

        var facts = File.ReadAllText("/proc/self/stat");
        var fields = facts[(facts.LastIndexOf(')') + 2)..].Split(' ');
        return fields[GroupField] == fields[ForegroundField];
    }
}
