using System.CommandLine;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;
using Spectre.Console;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire copy</c>.</summary>
internal static class CopyCommand
{
    private const int AlreadyExists = unchecked((int)0x800700B7);

    public static Command Create()
    {
        var source = Given.FilePath("SOURCE", "The file to copy.");
        var destination = Given.FilePath("DESTINATION", "The file to make.");
        var force = Given.Force();
        var method = Given.CopyMethod();
        var json = Given.Json();
        var command = new Command("copy", "Copy a file, whole or not at all.") { source, destination, force, method, json };
        command.SetAction(words =>
        {
            var from = words.GetRequiredValue(source);
            var to = words.GetRequiredValue(destination);
            var result = CopyOrSay(from, to, words.GetValue(method), words.GetValue(force));
            var seconds = result.Elapsed.TotalSeconds;
            var rate = seconds > 0 ? result.Length / seconds : 0;
            var by = result.Method == FileCopyMethod.Map ? "map" : "kernel";
            Report.Say(
                words.GetValue(json),
                $"copied {from} to {to}: {Units.Bytes(result.Length)} in {Units.Seconds(result.Elapsed)}, {Units.Size(rate)}/s, by {by}",
                new CopyReport(from, to, result.Length, seconds, rate, by),
                types => types.CopyReport);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static FileCopyResult CopyOrSay(string source, string destination, FileCopyMethod method, bool overwrite)
    {
        try
        {
            return Copy(source, destination, method, overwrite);
        }
        catch (IOException refusal) when (!overwrite && refusal.HResult == AlreadyExists)
        {
            throw new IOException($"{source} was not copied: {destination} already exists. Use --force to replace it.", refusal);
        }
        catch (OperationCanceledException interruption)
        {
            throw new OperationCanceledException($"Copying {source} to {destination} was interrupted; nothing was made.", interruption);
        }
    }

    private static FileCopyResult Copy(string source, string destination, FileCopyMethod method, bool overwrite)
    {
        var isShown = !Console.IsErrorRedirected && new FileInfo(source) is { Exists: true, Length: > 0 };
        return isShown
            ? CopyWithBar(source, destination, method, overwrite)
            : FileCopy.Copy(source, destination, new FileCopyOptions { Method = method, Overwrite = overwrite }, Interruption.Token);
    }

    // Apart, so that what draws is only loaded where it draws.
    private static FileCopyResult CopyWithBar(string source, string destination, FileCopyMethod method, bool overwrite)
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return screen.Progress().AutoClear(true).Start(bars =>
        {
            var bar = bars.AddTask(Markup.Escape(Printable.Line(Path.GetFileName(source))), maxValue: Math.Max(1, new FileInfo(source).Length));
            var progress = new CopyProgress(done => bar.Value = done);
            var options = new FileCopyOptions { Method = method, Overwrite = overwrite, Progress = progress };
            return FileCopy.Copy(source, destination, options, Interruption.Token);
        });
    }
}
