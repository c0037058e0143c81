using System.Diagnostics;

namespace Mapwire.Tool.Bench;

/// <summary>Round trips: one process asks, the other sends back what it got. Both compare every message.</summary>
internal sealed class LatencyWork(Side side) : ILinkWork
{
    private readonly Messages _messages = new(side.Bench.Size);
    private readonly byte[] _received = GC.AllocateArray<byte>(side.Bench.Size, pinned: true);
    private readonly int _part = Pace.PartOf(side.Bench);

    public SideReport Do<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct =>
        side.Plan.Role == SideRole.Asker ? Ask(ref link) : Answer(ref link);

    private SideReport Ask<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct
    {
        var times = new LatencyHistogram();
        var pace = new Pace(side.Bench, side.Board);
        while (pace.Warm(out var messages))
        {
            Trips(ref link, times, messages);
        }

        times.Clear();
        var count = pace.Count();
        if (side.Bench.BreakAt is { } which)
        {
            _messages.Break(which);
        }

        for (var left = count; left > 0; left -= _part)
        {
            Trips(ref link, times, (int)Math.Min(left, _part));
            side.Board.GetOn();
        }

        return new SideReport(times.Count, Times: times.Times(1e9 / Stopwatch.Frequency));
    }

    private SideReport Answer<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct
    {
        long done = 0;
        while (true)
        {
            var before = done;
            var announced = side.Board.AwaitAnnounced(done, out var isLast);
            while (done < announced)
            {
                var messages = (int)Math.Min(announced - done, _part);
                Answers(ref link, messages);
                done += messages;
            }

            if (isLast)
            {
                return new SideReport(done - before);
            }
        }
    }

    private void Trips<TLink>(ref TLink link, LatencyHistogram times, int count)
        where TLink : struct, ILink, allows ref struct
    {
        for (var i = 0; i < count; i++)
        {
            var message = _messages.Next();
            var begun = Stopwatch.GetTimestamp();
            link.Send(message);
            var received = link.Receive(_received);
            times.Add(Stopwatch.GetTimestamp() - begun);
            if (!Sameness.Holds(received, message))
            {
                throw _messages.Wrong(received);
            }
        }
    }

    private void Answers<TLink>(ref TLink link, int count)
        where TLink : struct, ILink, allows ref struct
    {
        for (var i = 0; i < count; i++)
        {
            var received = link.Receive(_received);
            link.Send(received);
            if (!Sameness.Holds(received, _messages.Next()))
            {
                throw _messages.Wrong(received);
            }
        }
    }
}
