using System.ComponentModel;
using System.Text.Json;
using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>One line of a table, and what came of its runs.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Run">Runs once; null where it cannot run here.</param>
internal sealed record QueueContender(string Name, Func<CancellationToken, Task<Figures>>? Run)
{
    /// <summary>What each run said, and in which round.</summary>
    public FigureRounds Rounds { get; } = [];

    /// <summary>Why it does not run here, if so.</summary>
    public string? Skipped { get; init; }

    public QueueTarget? Target { get; init; }

    public bool Runs => Run is not null && Skipped is null;

    /// <exception cref="InvalidOperationException">A process died or hung; the message names it.</exception>
    public async Task RunAsync(string where, int round, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var watchdog = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watchdog.CancelAfter(limit);
        try
        {
            Rounds[round] = await Run!(watchdog.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var who = failure is TimeoutException ? failure.Message : "has not ended";
            throw new InvalidOperationException($"{where}, {Name}, round {round}: {who} after {limit.TotalSeconds} s", failure);
        }
        catch (Exception failure) when (failure is InvalidOperationException or JsonException or IOException or Win32Exception)
        {
            throw new InvalidOperationException($"{where}, {Name}, round {round}: {failure.Message}", failure);
        }
    }
}
