using System.Diagnostics;

namespace Mapwire.Tool.Bench;

/// <summary>Values one way, of which the reader gets the newest: it compares each that it gets, which is never older than the one before, and ends with the last of a part, which it must get.</summary>
internal sealed class NewestWork(Side side) : ILinkWork
{
    private readonly int _part = Pace.PartOf(side.Bench);

    public SideReport Do<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct =>
        side.Plan.Role == SideRole.Writer ? Write(ref link) : Read(ref link);

    private SideReport Write<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct
    {
        var values = new Messages(side.Bench.Size);
        var pace = new Pace(side.Bench, side.Board);
        long shares = 0;
        while (pace.Warm(out var part))
        {
            Send(ref link, values, part);
            side.Board.AwaitReceived(++shares);
        }

        var begun = Stopwatch.GetTimestamp();
        var count = pace.Count();
        if (side.Bench.BreakAt is { } which)
        {
            values.Break(which);
        }

        for (var left = count; left > 0; left -= _part)
        {
            Send(ref link, values, (int)Math.Min(left, _part));
            side.Board.GetOn();
        }

        side.Board.AwaitReceived(++shares);
        return new SideReport(count, Begun: begun);
    }

    private SideReport Read<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct
    {
        var values = new MixedMessages(side.Bench.Size, writers: 1);
        var room = new byte[side.Bench.Size];
        long announced = 0;
        while (true)
        {
            announced = side.Board.AwaitAnnounced(announced, out var isLast);
            values.Clear();
            while (values.Last < announced - 1)
            {
                if (!values.Take(link.Receive(room)))
                {
                    throw new InvalidDataException($"A value without a number came after value {values.Last}.");
                }
            }

            var ended = Stopwatch.GetTimestamp();
            side.Board.EndReceiving();
            if (isLast)
            {
                return new SideReport(values.Count, Ended: ended);
            }
        }
    }

    private static void Send<TLink>(ref TLink link, Messages values, int count)
        where TLink : struct, ILink, allows ref struct
    {
        for (var i = 0; i < count; i++)
        {
            link.Send(values.Next());
        }
    }
}
