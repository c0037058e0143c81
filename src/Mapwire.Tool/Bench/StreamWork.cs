using System.Diagnostics;

namespace Mapwire.Tool.Bench;

/// <summary>Messages one way, from one process to one other, or to several that get the same; each compares every one.</summary>
internal sealed class StreamWork(Side side) : ILinkWork
{
    private readonly Messages _messages = new(side.Bench.Size);
    private readonly int _part = Pace.PartOf(side.Bench);

    public SideReport Do<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct =>
        side.Plan.Role == SideRole.Writer ? Write(ref link) : Read(ref link);

    private SideReport Write<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct
    {
        var pace = new Pace(side.Bench, side.Board);
        long shares = 0;
        while (pace.Warm(out var messages))
        {
            Send(ref link, messages);
            side.Board.AwaitReceived(++shares * side.Bench.Readers);
        }

        var begun = Stopwatch.GetTimestamp();
        var count = pace.Count();
        if (side.Bench.BreakAt is { } which)
        {
            _messages.Break(which);
        }

        for (var left = count; left > 0; left -= _part)
        {
            Send(ref link, (int)Math.Min(left, _part));
        }

        side.Board.AwaitReceived(++shares * side.Bench.Readers);
        return new SideReport(count, Begun: begun);
    }

    private SideReport Read<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct
    {
        var received = GC.AllocateArray<byte>(side.Bench.Size, pinned: true);
        long done = 0;
        while (true)
        {
            var before = done;
            var announced = side.Board.AwaitAnnounced(done, out var isLast);
            while (done < announced)
            {
                var messages = (int)Math.Min(announced - done, _part);
                Receive(ref link, received, messages);
                done += messages;
                side.Board.GetOn();
            }

            var ended = Stopwatch.GetTimestamp();
            side.Board.EndReceiving();
            if (isLast)
            {
                return new SideReport(done - before, Ended: ended);
            }
        }
    }

    private void Send<TLink>(ref TLink link, int count)
        where TLink : struct, ILink, allows ref struct
    {
        for (var i = 0; i < count; i++)
        {
            link.Send(_messages.Next());
        }
    }

    private void Receive<TLink>(ref TLink link, byte[] room, int count)
        where TLink : struct, ILink, allows ref struct
    {
        for (var i = 0; i < count; i++)
        {
            var received = link.Receive(room);
            if (!Sameness.Holds(received, _messages.Next()))
            {
                throw _messages.Wrong(received);
            }
        }
    }
}
