using System.Diagnostics;

namespace Mapwire.Tool.Queues;

/// <summary>Sends messages, and stays until they were taken.</summary>
internal sealed class Sender(QueueWriter writer, MapOptions look, TimeSpan? wait) : MessageSender(wait)
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _lookAnyway = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when nobody has any of what was sent any more; false when for the time nothing of it was taken.</summary>
    public async Task<bool> AwaitTakenAsync()
    {
        var pause = _shortest;
        var (quiet, sinceLook) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        using var timer = new PeriodicTimer(pause);
        var (before, read, isTold) = (long.MaxValue, -1L, false);
        while (true)
        {
            // A look at a large queue takes a while; nothing was taken where nobody has read.
            var now = before;
            if (writer.Counts.Read is var count && (count != read || sinceLook.Elapsed >= _lookAnyway))
            {
                read = count;
                sinceLook.Restart();
                now = InUse();
            }

            if (now == 0)
            {
                return true;
            }

            pause = now != before ? _shortest : pause * 2 < _longest ? pause * 2 : _longest;
            if (now != before)
            {
                before = now;
                quiet.Restart();
            }
            else if (quiet.Elapsed >= Limit)
            {
                return false;
            }

            if (!isTold && !Console.IsErrorRedirected && pause >= _longest)
            {
                isTold = true;
                await Console.Error.WriteLineAsync($"Sent; waiting until all of it was taken from {writer.Name}.");
            }

            timer.Period = pause;
            _ = await timer.WaitForNextTickAsync(Interruption.Token);
        }
    }

    protected override bool TrySend(ReadOnlySpan<byte> message) => writer.TryWrite(message);

    protected override ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => writer.WriteAsync(message, cancellation);

    /// <summary>How many bytes of the lane of this process are still in use.</summary>
    private long InUse()
    {
        if (RegionInspector.Inspect(writer.Name, look) is not { Queue: { } queue } region)
        {
            return 0;
        }

        var own = region.Participants.Where(one => one.ProcessId == Environment.ProcessId).Select(one => one.Slot).ToHashSet();
        return queue.Lanes.Where(lane => lane.Writer is { } slot && own.Contains(slot)).Sum(lane => lane.BytesInUse);
    }
}
