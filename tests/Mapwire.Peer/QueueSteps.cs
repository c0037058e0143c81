using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Takes single steps of the protocols of a lane and a queue, to be killed or stopped after them.</summary>
internal sealed class QueueSteps(QueuePart part) : IDisposable
{
    private readonly HandTable _table = new(part.Memory, part.Handle.Slot);
    private readonly LaneClaims _claims = new(part.Memory);
    private LaneWriter? _lane;
    private LaneClaim _claim;
    private long _offset;
    private int _hand = -1;

    public string Take(string step, int first, int second) => step switch
    {
        "lane" => TakeLane(),
        "write" => Write(first, second),
        "reserve" => _lane!.Inside(lane => lane.TryReserve(first, out _offset)) ? "reserved" : "full",
        "fill" => Fill(_offset, first, second),
        "publish" => Publish(first),
        "publish-unmarked" => PublishUnmarked(first, second),
        "half-pad" => WriteHalfPad(first, second),
        "half-several" => WriteHalfSeveral(first, second),
        "tell" => Done(part.Core.Published),
        "about-to-complete" => Done(() => part.Queue.Completed = QueueLayout.CompletingBy(part.Handle.Slot)),
        "completed" => Done(() => part.Queue.Completed = QueueLayout.Done),
        "hand" => Text(_hand = _table.TryTake(forLease: false)),
        "lease-hand" => Text(_hand = _table.TryTake(forLease: true)),
        "measure" => Measure(first, second),
        "intend" => Done(() => _claims.Intend(_claim, first)),
        "help" => Done(() => _claims.Help(_claim)),
        "move" => _claims.TryMove(_claim) ? "moved" : "late",
        "hold" => Done(() => _claims.Hold(_claim)),
        "withdraw" => Done(() => _claims.Withdraw(_claim)),
        "take" => TakeNext(),
        "open" => Done(() => _table.Hold(_hand, first, part.HeadOf(first))),
        "let-go" => Done(() => _table.LetGo(_hand)),
        "free-room" => Done(() => part.Core.Freed(_claim.Lane)),
        "adopt" => Text(_hand = _table.TryAdopt(0)),
        "lease-adopt" => Text(_hand = _table.TryAdopt(HandState.Lease)),
        "orphan" => Done(() => SetState(HandOr(first), HandState.Orphan, 0, -1)),
        "start-at-next" => Done(() => part.Hand(HandOr(first)).Start = part.Hand(HandOr(first)).Next),
        "next-at-start" => Done(() => part.Hand(HandOr(first)).Next = part.Hand(HandOr(first)).Start),
        "sleep" => Sleep(part.Core.ReadGate),
        "lock" or "recover" or "free" or "drop" => SlotSteps.Take(part.Region, step, first),
        _ => throw new ArgumentException(step),
    };

    public void Dispose() => part.Dispose();

    // That of another, or the own one.
    private int HandOr(int another) => another < 0 ? _hand : another;

    private string TakeLane()
    {
        _lane = LaneWriter.TryTake(part.Memory, part.Handle.Slot);
        return Text(_lane!.Number);
    }

    // As a writer does it that writes one message after the other.
    private string Write(int count, int size)
    {
        var message = new byte[size];
        for (var i = 0; i < count; i++)
        {
            QueueNumber.Fill(message, i + 1);
            if (!_lane!.TryWriteFast(message, out _))
            {
                _ = _lane!.Inside(lane => lane.TryWrite(message)) ? string.Empty : throw new InvalidOperationException($"No room for message {i + 1}.");
            }
        }

        return "written";
    }

    private string Fill(long offset, int value, int size)
    {
        QueueNumber.Fill(part.Region.View.AsSpan(offset, size), value);
        return "filled";
    }

    private string Publish(int size)
    {
        _lane!.PublishAll(size);
        return "published";
    }

    // All that was written is seen by others, and no mark tells of it; or one is written, and not yet said to be the newer.
    private string PublishUnmarked(int size, int isHalfMarked)
    {
        ref var lane = ref part.Lane(_lane!.Number);
        var (newer, first, second) = (lane.Newer, lane.First, lane.Second);
        _lane!.PublishAll(size);
        if (isHalfMarked != 0)
        {
            (first, second) = (newer & 1) == 0 ? (first, lane.Second) : (lane.First, second);
        }

        (lane.Newer, lane.First, lane.Second) = (newer, first, second);
        return "published";
    }

    // The record at the ring's beginning is whole, and the word before the ring's end that leads to it is 0 still.
    private string WriteHalfPad(int value, int size)
    {
        var number = _lane!.Number;
        var tail = LaneMarks.Read(in part.Lane(number)).Tail;
        var words = LaneRecord.WordsFor(size);
        var toEnd = part.Memory.LaneWords - (tail & (part.Memory.LaneWords - 1));
        if (words <= toEnd || !_lane!.Inside(lane => lane.TryReserve(size, out _)))
        {
            return "no pad";
        }

        _ = Fill(part.Memory.RingOffset(number) + LaneRecord.WordSize, value, size);
        part.Word(number, words) = 0;
        Volatile.Write(ref part.Word(number, 0), LaneRecord.Of(size, LaneRecord.StampOf(tail + toEnd, part.Memory.LaneBits, LaneRecord.Message)));
        return "half";
    }

    // All of so many records is there, but for the word of the first.
    private string WriteHalfSeveral(int count, int size)
    {
        var number = _lane!.Number;
        var tail = LaneMarks.Read(in part.Lane(number)).Tail;
        var words = LaneRecord.WordsFor(size);
        for (var at = tail + words; at < tail + (count * words); at += words)
        {
            part.Word(number, at) = LaneRecord.Of(size, LaneRecord.StampOf(at, part.Memory.LaneBits, LaneRecord.Message));
        }

        part.Word(number, tail + (count * words)) = 0;
        return "half";
    }

    private string Measure(int lane, int most)
    {
        if (!_claims.TryMeasure(lane, most, out var head, out var from, out var end))
        {
            return "nothing";
        }

        _claim = new LaneClaim(lane, _hand, head, from, end);
        return "measured";
    }

    private string TakeNext()
    {
        var next = part.Hand(_hand).Next;
        var address = LaneWalk.Take(part.Memory, part.Hand(_hand).Lane, ref next, part.Hand(_hand).End, out var length);
        Volatile.Write(ref part.Hand(_hand).Next, next);
        return QueueNumber.Text(LaneRecord.Bytes(address, length), again: false);
    }

    private void SetState(int hand, int kind, int flags, int slot)
    {
        ref var state = ref part.Hand(hand).State;
        Volatile.Write(ref state, new HandState(state).With(kind, flags, slot).Word);
    }

    // All that a waiter does before it sleeps; who rings it wakes nobody.
    private string Sleep(IGate<bool> gate)
    {
        ref var bell = ref part.Region.Int(gate.Bell);
        part.Region.Bells.Prepare(gate.Bell);
        var rung = Interlocked.Exchange(ref bell, Bell.Waits);
        var ticket = gate.Begin();
        return gate.TryPass(ref ticket, rung) ? "passed" : Interlocked.CompareExchange(ref bell, Bell.Sleeps, Bell.Waits) == Bell.Waits ? "asleep" : "rung";
    }

    private static string Done(Action step)
    {
        step();
        return string.Empty;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
