using System.ComponentModel;
using System.Text.Json;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>One row of a table, and what came of its runs.</summary>
/// <param name="Part">Which table.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Reference">The C row that it is compared with.</param>
/// <param name="Run">Runs once; null where it cannot run here.</param>
internal sealed record LockContender(LocksPart Part, string Name, string Reference, Func<CancellationToken, Task<Figures>>? Run)
{
    /// <summary>What each run said, and in which round.</summary>
    public FigureRounds Rounds { get; } = [];

    /// <summary>Why it does not run here, if so.</summary>
    public string? Skipped { get; init; }

    /// <summary>What went wrong, if something did; it does not run again then.</summary>
    public string? Failed { get; private set; }

    public bool Runs => Run is not null && Skipped is null && Failed is null;

    public async Task RunAsync(int round, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var watchdog = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watchdog.CancelAfter(limit);
        try
        {
            Rounds[round] = await Run!(watchdog.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed = $"It had not ended after {limit.TotalSeconds} s.";
        }
        catch (Exception failure) when (failure is InvalidOperationException or JsonException or IOException or Win32Exception)
        {
            Failed = failure.Message;
        }
    }
}
