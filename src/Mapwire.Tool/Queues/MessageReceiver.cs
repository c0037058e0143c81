using System.Diagnostics;

namespace Mapwire.Tool.Queues;

/// <summary>Takes messages until it has enough, or nothing more will come.</summary>
internal abstract class MessageReceiver(MessageOutput output, ReceiveRules rules)
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(500);
    private readonly Stopwatch _quiet = Stopwatch.StartNew();

    protected abstract string Name { get; }

    /// <summary>What it was completed with; empty for nothing.</summary>
    protected abstract string Error { get; }

    protected MessageOutput Output => output;

    /// <summary>What it takes, for people.</summary>
    protected virtual string What => "message";

    /// <summary>How to look at it from outside.</summary>
    protected MapOptions Look => rules.Look;

    /// <summary>Whether somebody writes, or has.</summary>
    protected bool HasBegun { get; set; }

    public async Task<ExitCode> RunAsync()
    {
        var taken = 0L;
        while (rules.Count is not { } count || taken < count)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            if (await TryTakeAsync())
            {
                HasBegun = true;
                _quiet.Restart();
                taken++;
                continue;
            }

            await output.FlushAsync();
            if (await AwaitAsync() is { } end)
            {
                return end != ExitCode.Done || rules.Count is null || Error.Length > 0 ? end
                    : throw new IOException($"{Name} was completed after {taken} of the {rules.Count} {What}s.");
            }
        }

        await output.FlushAsync();
        return ExitCode.Done;
    }

    /// <summary>Takes one if there is one, and puts it out.</summary>
    protected abstract ValueTask<bool> TryTakeAsync();

    /// <summary>Waits until there may be something to take; false where nothing will ever come.</summary>
    protected abstract ValueTask<bool> WaitAsync(CancellationToken cancellation);

    /// <summary>As with a pipe: whether somebody has written, nobody does any more, and nothing is left that could still come.</summary>
    protected abstract bool AreWritersGone();

    // How it ends, or null where there may be something to take.
    private async Task<ExitCode?> AwaitAsync()
    {
        var pause = rules.EndsWithWriters ? _shortest : Timeout.InfiniteTimeSpan;
        while (true)
        {
            var rest = rules.Wait - _quiet.Elapsed;
            var isLast = rest is not null && (pause == Timeout.InfiniteTimeSpan || rest <= pause);
            var limit = isLast ? TimeSpan.FromTicks(Math.Max(0, rest!.Value.Ticks)) : pause;
            if (await WaitAsync(limit) is { } mayTake)
            {
                return mayTake ? null : ExitCode.Done;
            }

            if (rules.EndsWithWriters && AreWritersGone())
            {
                return ExitCode.Done;
            }

            if (isLast)
            {
                Tool.Output.Failure.Say($"No {What} came through {Name}{(rules.Wait > TimeSpan.Zero ? $" within {rules.Wait.Value.TotalSeconds:0.###} s" : string.Empty)}.");
                return ExitCode.NotInTime;
            }

            pause = pause * 2 < _longest ? pause * 2 : _longest;
        }
    }

    // Null when the time is over.
    private async Task<bool?> WaitAsync(TimeSpan limit)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Interruption.Token);
        try
        {
            var waiting = WaitAsync(ended.Token);
            if (!waiting.IsCompleted)
            {
                ended.CancelAfter(limit);
            }

            return await waiting;
        }
        catch (OperationCanceledException) when (!Interruption.Token.IsCancellationRequested)
        {
            return null;
        }
    }
}
