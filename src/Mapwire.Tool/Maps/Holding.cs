namespace Mapwire.Tool.Maps;

/// <summary>Waits while a map is held.</summary>
internal static class Holding
{
    private const int MostEnds = 100;

    /// <summary>Returns on Enter, on a signal, or when the time is up; the end of standard input alone is none of these.</summary>
    public static async Task UntilReleased(TimeSpan? limit)
    {
        if (limit is null && !Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync("Holding it; press Enter to let go.");
        }

        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminal = !OperatingSystem.IsWindows() && !Console.IsInputRedirected && Terminal.Exists() ? new Terminal(() => released.TrySetResult()) : null;
        if (terminal is null)
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
}
