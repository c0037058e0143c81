using System.Diagnostics;

namespace Mapwire.Tool.Bench;

/// <summary>Messages one way between several processes: each reader takes what it gets, be it all or a part, and all of a part have been taken when each has met an end.</summary>
internal sealed class CrowdWork(Side side) : ILinkWork
{
    private readonly int _part = Pace.PartOf(side.Bench);
    private readonly int _index = side.Plan.Index;

    public SideReport Do<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct =>
        side.Plan.Role == SideRole.Reader ? Read(ref link)
        : _index == 0 ? Lead(ref link)
        : Follow(ref link);

    /// <summary>How many of a part's messages one writer sends.</summary>
    public static long ShareOf(long messages, int writers, int writer) => (messages / writers) + (writer < messages % writers ? 1 : 0);

    private SideReport Lead<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct
    {
        var messages = new Messages(side.Bench.Size, MixedMessages.FirstOf(0));
        var pace = new Pace(side.Bench, side.Board);
        long parts = 0;
        while (pace.Warm(out var part))
        {
            _ = SendShare(ref link, messages, part, ++parts);
            side.Board.AwaitReceived(parts * side.Bench.Readers);
        }

        var begun = Stopwatch.GetTimestamp();
        var first = messages.Number;
        var count = pace.Count();
        if (side.Bench.BreakAt is { } which)
        {
            messages.Break(which);
        }

        var mine = SendShare(ref link, messages, count, ++parts);
        side.Board.AwaitReceived(parts * side.Bench.Readers);
        return new SideReport(mine, MixedMessages.SumOf(first, mine), Begun: begun);
    }

    private SideReport Follow<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct
    {
        var messages = new Messages(side.Bench.Size, MixedMessages.FirstOf(_index));
        long done = 0;
        long parts = 0;
        while (true)
        {
            var announced = side.Board.AwaitAnnounced(done, out var isLast);
            var first = messages.Number;
            var mine = SendShare(ref link, messages, announced - done, ++parts);
            done = announced;
            if (isLast)
            {
                return new SideReport(mine, MixedMessages.SumOf(first, mine));
            }
        }
    }

    private SideReport Read<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct
    {
        var messages = new MixedMessages(side.Bench.Size, side.Bench.Writers);
        var received = GC.AllocateArray<byte>(side.Bench.Size, pinned: true);
        long done = 0;
        while (true)
        {
            done = side.Board.AwaitAnnounced(done, out var isLast);
            messages.Clear();
            while (Receive(ref link, messages, received))
            {
                side.Board.GetOn();
            }

            var ended = Stopwatch.GetTimestamp();
            side.Board.EndReceiving();
            if (isLast)
            {
                return new SideReport(messages.Count, messages.Sum, Ended: ended);
            }
        }
    }

    private long SendShare<TLink>(ref TLink link, Messages messages, long all, long parts)
        where TLink : struct, ILink, allows ref struct
    {
        var mine = ShareOf(all, side.Bench.Writers, _index);
        for (var left = mine; left > 0; left -= _part)
        {
            Send(ref link, messages, (int)Math.Min(left, _part));
        }

        // Whoever is the last tells the readers, when all that was sent before has been received.
        if (side.Board.EndSending() == parts * side.Bench.Writers)
        {
            link.Settle();
            var end = new byte[side.Bench.Size];
            MixedMessages.PutEnd(end);
            for (var i = 0; i < (side.Bench.IsBroadcast ? 1 : side.Bench.Readers); i++)
            {
                link.Send(end);
            }
        }

        return mine;
    }

    private static void Send<TLink>(ref TLink link, Messages messages, int count)
        where TLink : struct, ILink, allows ref struct
    {
        for (var i = 0; i < count; i++)
        {
            link.Send(messages.Next());
        }
    }

    // False when the end was met.
    private bool Receive<TLink>(ref TLink link, MixedMessages messages, byte[] room)
        where TLink : struct, ILink, allows ref struct
    {
        for (var i = 0; i < _part; i++)
        {
            if (!messages.Take(link.Receive(room)))
            {
                return false;
            }
        }

        return true;
    }
}
