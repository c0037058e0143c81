namespace Mapwire.Tool.Bench;

/// <summary>The processes of one run. Disposing ends them all.</summary>
internal sealed class Crew : IDisposable
{
    /// <summary>How long a run may show no progress. Only against a hang.</summary>
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);
    private readonly List<SideProcess> _sides = [];

    public void Start(SidePlan plan) => _sides.Add(SideProcess.Start(plan));

    /// <summary>What each says at its end. As soon as one fails the run has failed.</summary>
    /// <exception cref="InvalidDataException">One failed; the message says which, and why.</exception>
    /// <exception cref="TimeoutException">Nothing moved for too long.</exception>
    public async Task<IReadOnlyList<SideReport>> FinishAsync(Board board, CancellationToken cancellationToken)
    {
        var failed = new TaskCompletionSource();
        var ends = _sides.ConvertAll(side => WatchAsync(side, failed));
        var all = Task.WhenAll(ends);
        using (var timer = new PeriodicTimer(_look))
        {
            await GetOnAsync(board, timer, all, failed.Task, cancellationToken);
        }

        if (failed.Task.IsCompleted)
        {
            // Who lost another may be the first to say so: whoever is at its end, too, gets the time to say it.
            _ = await Task.WhenAny(all, Task.Run(() => all.Wait(_look, cancellationToken), cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidDataException(ends.Where(end => end.IsCompleted).Select(end => end.Result).Where(end => end.IsFailure).MinBy(end => end.Weight)!.Why);
        }

        return [.. (await all).Select(end => end.Report!)];
    }

    public void Dispose() => _sides.ForEach(side => side.Dispose());

    private static async Task GetOnAsync(Board board, PeriodicTimer timer, Task all, Task failed, CancellationToken cancellationToken)
    {
        var progress = board.Progress;
        var still = 0;
        while (true)
        {
            var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            _ = await Task.WhenAny(all, failed, tick);
            cancellationToken.ThrowIfCancellationRequested();
            if (all.IsCompleted || failed.IsCompleted)
            {
                return;
            }

            still = board.Progress == progress ? still + 1 : 0;
            progress = board.Progress;
            if (_look * still > _watchdog)
            {
                throw new TimeoutException($"No message got through for {_watchdog.TotalSeconds:0} seconds; all processes of the run were ended.");
            }
        }
    }

    private static async Task<SideEnd> WatchAsync(SideProcess side, TaskCompletionSource failed)
    {
        var end = await side.EndAsync();
        if (end.IsFailure)
        {
            _ = failed.TrySetResult();
        }

        return end;
    }
}
