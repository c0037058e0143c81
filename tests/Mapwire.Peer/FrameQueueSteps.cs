using System.Globalization;
using System.Runtime.InteropServices;

namespace Mapwire.Peer;

/// <summary>Takes single steps of the protocol of frames through a queue, to be killed or stopped after them.</summary>
internal sealed class FrameQueueSteps(QueuePart part) : IDisposable
{
    private readonly HandTable _table = new(part.Memory, part.Handle.Slot);
    private readonly LaneClaims _claims = new(part.Memory);
    private LaneWriter? _lane;
    private ReaderEnd? _reader;
    private QueueLease _lease;
    private FrameRecordLayout _record;
    private long _offset;
    private int _slot;
    private int _hand;
    private long _generation;

    private QueueFramePool Pool => part.Core.Pool!;

    private FrameMemory Frames => Pool.Memory;

    private int Me => part.Handle.Slot;

    public string Take(string step, long number) => step switch
    {
        "lane" => Text((_lane = LaneWriter.TryTake(part.Memory, Me))!.Number),
        "reserve" => _lane!.Inside(lane => lane.TryReserve(FrameMessages<long>.Size, out _offset)) ? "reserved" : "full",
        "take" => Pool.TryTake(Me, out _slot) ? Text(_slot) : "none",
        "fill" => Done(() => FrameNumber.Fill(part.Region.View.AsSpan(Frames.OffsetOf(_slot), Frames.Bytes), number)),
        "foretell" => Done(() => Pool.Foretell(_slot, _lane!.Number, _lane.TailBehind(FrameMessages<long>.Size))),
        "state" => Text(_generation = Pool.Publish(_slot)),
        "record" => Tell(number),
        "told" => Done(() => Pool.Told(_slot, _lane!.Number, _lane.Tail)),
        "drop-claim" => Text(_hand = _table.TakeAny()) + (_claims.TryClaim((int)number, _hand, 1, 0) ? " claimed" : " none"),
        "drop-go" => Done(() => _table.LetGo(_hand)),
        "lease" => Lease(),
        "done" => Done(() => _reader!.End(_lease, isDone: true)),
        "free" => Done(() => Pool.Release(_record.Slot, _record.Generation)),
        _ => throw new ArgumentException(step),
    };

    public void Dispose() => part.Dispose();

    private string Tell(long number)
    {
        var record = new FrameRecordLayout { Slot = _slot, Generation = _generation, Length = FrameNumber.Length(number, Frames.Bytes) };
        _lane!.PublishFrame(part.Region.View, _offset, record, number);
        part.Core.Published();
        return "told";
    }

    private string Lease()
    {
        _reader ??= new ReaderEnd(part.Handle, 1);
        if (!_reader.TryLease(out _lease))
        {
            return "none";
        }

        _record = MemoryMarshal.Read<FrameRecordLayout>(_lease.Span);
        return Text(_record.Slot);
    }

    private static string Done(Action step)
    {
        step();
        return "done";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
