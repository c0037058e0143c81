using System.Diagnostics;
using Mapwire.Tool.Locks;

namespace Mapwire.Tool.Queues;

/// <summary>Sends messages, and stays until they were taken.</summary>
internal sealed class Sender(QueueWriter writer, MapOptions look, TimeSpan? wait)
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(100);

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Sends one, when there is room; false when the time was over first.</summary>
    /// <exception cref="QueueCompletedException">Nothing may be sent any more.</exception>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> message)
    {
        Interruption.Token.ThrowIfCancellationRequested();
        if (!writer.TryWrite(message.Span) && !await Turn.WaitAsync(wait, cancellation => writer.WriteAsync(message, cancellation)))
        {
            return false;
        }

        Messages++;
        Bytes += message.Length;
        return true;
    }

    /// <summary>Returns when nobody has any of what was sent any more; false when for the time nothing of it was taken.</summary>
    public async Task<bool> AwaitTakenAsync()
    {
        var before = long.MaxValue;
        var pause = _shortest;
        var watch = new Stopwatch();
        using var timer = new PeriodicTimer(pause);
        var isTold = false;
        while (InUse() is > 0 and var now)
        {
            if (!isTold && !Console.IsErrorRedirected && pause >= _longest)
            {
                isTold = true;
                await Console.Error.WriteLineAsync($"Sent; waiting until all of it was taken from {writer.Name}.");
            }

            pause = now != before ? _shortest : pause * 2 < _longest ? pause * 2 : _longest;
            if (now != before)
            {
                before = now;
                watch.Restart();
            }
            else if (watch.Elapsed >= wait)
            {
                return false;
            }

            timer.Period = pause;
            _ = await timer.WaitForNextTickAsync(Interruption.Token);
        }

        return true;
    }

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
