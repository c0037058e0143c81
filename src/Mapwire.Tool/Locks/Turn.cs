using Mapwire.Tool.Output;

namespace Mapwire.Tool.Locks;

/// <summary>Waits for a lock as long as was said, and until the program is interrupted.</summary>
internal static class Turn
{
    private const int MostParticipants = 1024;

    /// <summary>How a lock is made or opened by a command, which others see as this program's, with the command's name behind it.</summary>
    public static RegionOptions Options(string participant, string? directory, string[]? trust, MapSecurity? access) => new()
    {
        MaxParticipants = MostParticipants,
        ParticipantName = participant.StartsWith("mapwire", StringComparison.Ordinal) ? participant : $"mapwire: {participant}",
        Security = access ?? MapSecurity.CurrentUser,
        Directory = directory,
        TrustedOwners = trust ?? [],
        Waiting = WaitStrategy.Park,
    };

    /// <summary>Waits; false when the time was over first.</summary>
    public static async Task<bool> WaitAsync(TimeSpan? wait, Func<CancellationToken, ValueTask> acquire)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Interruption.Token);
        ended.CancelAfter(wait ?? Timeout.InfiniteTimeSpan);
        try
        {
            await acquire(ended.Token);
            return true;
        }
        catch (OperationCanceledException) when (!Interruption.Token.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Acquires, at once or when its turn comes, and runs what is to be run while it is held.</summary>
    public static async Task<int> RunAsync<THold>(
        string name, TimeSpan? wait, MapOptions look, Func<THold?> tryNow, Func<CancellationToken, ValueTask<THold>> acquire, Func<THold, Task<int>> run)
        where THold : struct, IDisposable
    {
        THold? got = null;
        if (wait == TimeSpan.Zero)
        {
            got = tryNow();
        }
        else
        {
            _ = await WaitAsync(wait, async cancellation => got = await acquire(cancellation));
        }

        if (got is not { } hold)
        {
            return SayNotAcquired(name, wait, look);
        }

        using (hold)
        {
            return await run(hold);
        }
    }

    /// <summary>Says why it was not acquired: who has it.</summary>
    private static int SayNotAcquired(string name, TimeSpan? wait, MapOptions options)
    {
        var info = RegionInspector.Inspect(name, options);
        var holders = info is { Locks: [var only, ..] } ? People.In(info, only.Holders) : [];
        var when = wait > TimeSpan.Zero ? $" within {wait.Value.TotalSeconds:0.###} s" : string.Empty;
        Failure.Say($"{name} was not acquired{when}: it is held by {(holders.Count > 0 ? People.Describe(holders) : "somebody who is gone by now")}.");
        return (int)ExitCode.NotInTime;
    }
}
