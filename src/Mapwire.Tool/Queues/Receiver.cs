using Mapwire.Tool.Output;

namespace Mapwire.Tool.Queues;

/// <summary>Takes messages out of a queue.</summary>
/// <param name="reader">The queue.</param>
/// <param name="output">Where they go.</param>
/// <param name="rules">Until when.</param>
/// <param name="leases">Whether a message is done only when it was written.</param>
/// <param name="marks">Whether those that another may have had are marked.</param>
internal sealed class Receiver(QueueReader reader, MessageOutput output, ReceiveRules rules, bool leases, bool marks) : MessageReceiver(output, rules)
{
    private readonly long _before = Sent(reader);

    protected override string Name => reader.Name;

    protected override string Error => reader.Error;

    protected override ValueTask<bool> TryTakeAsync() => leases ? TryLeaseAsync() : TryReadAsync();

    protected override ValueTask<bool> WaitAsync(CancellationToken cancellation) => reader.WaitToReadAsync(cancellation);

    protected override bool AreWritersGone()
    {
        // Before the look, which is not of one moment: what it counts may have been sent after it found nobody who sends, and nothing that waits.
        HasBegun |= Sent(reader) != _before;
        if (RegionInspector.Inspect(reader.Name, Look) is not { Queue: { } queue } region)
        {
            return false;
        }

        var dead = region.Participants.Where(one => !one.IsAlive).Select(one => one.Slot).ToHashSet();
        if (queue.Lanes.Any(lane => lane.Writer is { } slot && !dead.Contains(slot)))
        {
            HasBegun = true;
            return false;
        }

        return HasBegun && queue.Waiting == 0 && queue.Claimed == 0;
    }

    private static long Sent(QueueReader reader)
    {
        var counts = reader.Counts;
        return counts.Written + counts.Dropped;
    }

    private async ValueTask<bool> TryReadAsync()
    {
        if (!reader.TryRead(out var message))
        {
            return false;
        }

        Add(message.Span, message.IsRedelivered);
        if (Output.IsFull)
        {
            await Output.FlushAsync();
        }

        return true;
    }

    // What fails or is interrupted before the end leaves the lease to the reader, which gives it back.
    private async ValueTask<bool> TryLeaseAsync()
    {
        if (!reader.TryLease(out var lease))
        {
            return false;
        }

        Add(lease.Span, lease.IsRedelivered);
        await Output.FlushAsync();
        lease.Dispose();
        return true;
    }

    private void Add(ReadOnlySpan<byte> message, bool isRedelivered)
    {
        if (Output.IsJson)
        {
            var (text, bytes) = MessageOutput.Content(message);
            Output.Add(new MessageReport(text, bytes, isRedelivered), ToolJson.Default.MessageReport);
            return;
        }

        Output.Add(message, marks && isRedelivered ? "redelivered\t"u8 : default);
    }
}
