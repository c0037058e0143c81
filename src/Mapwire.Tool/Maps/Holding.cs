using System.Globalization;

namespace Mapwire.Tool.Maps;

/// <summary>Waits while a map is held.</summary>
internal static class Holding
{
    private const int MostEnds = 100;
    private const int GroupField = 2;
    private const int ForegroundField = 5;

    /// <summary>Returns on Enter, on a signal, or when the time is up; the end of standard input alone is none of these.</summary>
    public static async Task UntilReleased(TimeSpan? limit)
    {
        if (limit is null && !Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync("Holding it; press Enter to let go.");
        }

        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!IsInBackground())
        {
            new Thread(() => ReadUntilEnter(released)) { IsBackground = true, Name = "Enter" }.Start();
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Interruption.Token);
        using var release = ended.Token.Register(() => released.TrySetResult());
        ended.CancelAfter(limit ?? Timeout.InfiniteTimeSpan);
        await released.Task;
    }

    private static void ReadUntilEnter(TaskCompletionSource released)
    {
        try
        {
            using var input = Console.OpenStandardInput();

            // On a terminal Ctrl+D ends what was typed, not the terminal.
            for (var ends = Console.IsInputRedirected ? 1 : MostEnds; ends > 0;)
            {
                switch (input.ReadByte())
                {
                    case '\n':
                        _ = released.TrySetResult();
                        return;
                    case < 0:
                        ends--;
                        break;
                }
            }
        }
        catch (IOException)
        {
            // An input that cannot be read says as little as one that ended.
        }
    }

    // The system stops a background job that reads its terminal: it would never let go.
    private static bool IsInBackground()
    {
        if (!OperatingSystem.IsLinux() || Console.IsInputRedirected)
        {
            return false;
        }

        var facts = File.ReadAllText("/proc/self/stat");
        var fields = facts[(facts.LastIndexOf(')') + 2)..].Split(' ');
        return int.Parse(fields[GroupField], CultureInfo.InvariantCulture) != int.Parse(fields[ForegroundField], CultureInfo.InvariantCulture);
    }
}
