using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Takes single steps of the protocol of a topic, to be killed or stopped after them.</summary>
internal sealed class TopicSteps(TopicPart part) : IDisposable
{
    private LaneWriter? _lane;
    private long _offset;

    public string Take(string step, int first, int second) => step switch
    {
        "lane" => Lane(),
        "reserve" => _lane!.Inside(lane => lane.TryReserve(first, out _offset)) ? "reserved" : "full",
        "fill" => Fill(first, second),
        "publish" => Publish(first),
        "limit" => Limit(first),
        "keep" => Keep(),
        "about-to-complete" => Done(() => part.Shared.Completed = LaneSharedLayout.CompletingBy(part.Handle.Slot)),
        "join" => Join(SubscriberState.Joining, first),
        "live" => Join(SubscriberState.Live, first),
        _ => throw new ArgumentException(step),
    };

    public void Dispose() => part.Dispose();

    private string Lane()
    {
        _lane = LaneWriter.TryTake(part.Memory, part.Handle.Slot);
        part.Core.WriteGate.Lane = _lane;
        return Text(_lane!.Number);
    }

    private string Fill(int value, int size)
    {
        QueueNumber.Fill(part.Region.View.AsSpan(_offset, size), value);
        return "filled";
    }

    private string Publish(int size)
    {
        _lane!.PublishAll(size);
        return "published";
    }

    // Says that it may write so many words further, and writes over all of them but the word at the end of what is published, as a long record would before it is published.
    private string Limit(int words)
    {
        ref var lane = ref part.Lane(_lane!.Number);
        var end = LaneMarks.Read(in lane).Tail;
        lane.Limit = end + words;
        for (var at = end + 1; at < end + words; at++)
        {
            part.Word(_lane.Number, at) = -1;
        }

        return "written over";
    }

    // What is kept of where the publisher is, is being changed.
    private string Keep()
    {
        part.Kept(_lane!.Number, LaneMarks.Read(in part.Lane(_lane.Number)).Tail).Tail = -1;
        return "changing";
    }

    // As a subscriber for whom publishers wait, so many words behind the mark.
    private string Join(int kind, int behind)
    {
        var slot = part.Handle.Slot;
        for (var lane = 0; lane < part.Memory.Lanes; lane++)
        {
            var mark = LaneMarks.Read(in part.Lane(lane));
            (part.Cursor(slot, lane).Position, part.Cursor(slot, lane).Sequence) = (Math.Max(0, mark.Tail - behind), mark.Written);
        }

        ref var state = ref part.Cell(slot).State;
        _ = Interlocked.Exchange(ref state, new SubscriberState(state).Next(SubscriberPolicy.Block).As(kind).Word);
        return Text(slot);
    }

    private static string Done(Action step)
    {
        step();
        return string.Empty;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
