using System.Diagnostics;

namespace Mapwire.Tool.Queues;

/// <summary>Takes messages out of a queue until it has enough, or nothing more will come.</summary>
internal sealed class Receiver(QueueReader reader, MessageOutput output, ReceiveRules rules)
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(500);
    private readonly long _before = reader.Counts.Written + reader.Counts.Dropped;
    private readonly Stopwatch _quiet = Stopwatch.StartNew();
    private bool _hasBegun;

    public async Task<ExitCode> RunAsync()
    {
        var taken = 0L;
        while (rules.Count is not { } count || taken < count)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            if (rules.Leases ? await TryLeaseAsync() : await TryReadAsync())
            {
                taken++;
                continue;
            }

            await output.FlushAsync();
            if (await AwaitAsync() is { } end)
            {
                return end != ExitCode.Done || rules.Count is null || reader.Error.Length > 0 ? end
                    : throw new IOException($"{reader.Name} was completed after {taken} of the {rules.Count} messages.");
            }
        }

        await output.FlushAsync();
        return ExitCode.Done;
    }

    private async ValueTask<bool> TryReadAsync()
    {
        if (!reader.TryRead(out var message))
        {
            return false;
        }

        output.Add(message.Span, message.IsRedelivered);
        if (output.IsFull)
        {
            await output.FlushAsync();
        }

        _hasBegun = true;
        _quiet.Restart();
        return true;
    }

    // What fails or is interrupted before the end leaves the lease to the reader, which gives it back.
    private async ValueTask<bool> TryLeaseAsync()
    {
        if (!reader.TryLease(out var lease))
        {
            return false;
        }

        output.Add(lease.Span, lease.IsRedelivered);
        await output.FlushAsync();
        lease.Dispose();
        _hasBegun = true;
        _quiet.Restart();
        return true;
    }

    // How it ends, or null where there may be something to take.
    private async Task<ExitCode?> AwaitAsync()
    {
        var pause = rules.EndsWithWriters ? _shortest : Timeout.InfiniteTimeSpan;
        while (true)
        {
            var rest = rules.Wait - _quiet.Elapsed;
            var isLast = rest is not null && (pause == Timeout.InfiniteTimeSpan || rest <= pause);
            var limit = isLast ? TimeSpan.FromTicks(Math.Max(0, rest!.Value.Ticks)) : pause;
            if (await WaitToReadAsync(limit) is { } mayRead)
            {
                return mayRead ? null : ExitCode.Done;
            }

            if (rules.EndsWithWriters && AreWritersGone())
            {
                return ExitCode.Done;
            }

            if (isLast)
            {
                Output.Failure.Say($"No message came through {reader.Name}{(rules.Wait > TimeSpan.Zero ? $" within {rules.Wait.Value.TotalSeconds:0.###} s" : string.Empty)}.");
                return ExitCode.NotInTime;
            }

            pause = pause * 2 < _longest ? pause * 2 : _longest;
        }
    }

    // Null when the time is over.
    private async Task<bool?> WaitToReadAsync(TimeSpan limit)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Interruption.Token);
        try
        {
            var waiting = reader.WaitToReadAsync(ended.Token);
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

    // As with a pipe: somebody has written, nobody does any more, and nothing is left that could still come.
    private bool AreWritersGone()
    {
        if (RegionInspector.Inspect(reader.Name, rules.Look) is not { Queue: { } queue } region)
        {
            return false;
        }

        var dead = region.Participants.Where(one => !one.IsAlive).Select(one => one.Slot).ToHashSet();
        if (queue.Lanes.Any(lane => lane.Writer is { } slot && !dead.Contains(slot)))
        {
            _hasBegun = true;
            return false;
        }

        return (_hasBegun || queue.Counts.Written + queue.Counts.Dropped != _before) && queue.Waiting == 0 && queue.Claimed == 0;
    }
}
