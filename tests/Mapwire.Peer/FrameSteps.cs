using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Takes single steps of the protocol of frames, to be killed or stopped after them.</summary>
internal sealed class FrameSteps(TopicPart part) : IDisposable
{
    private LaneWriter? _lane;
    private long _offset;
    private int _slot;
    private long _generation;

    private FramePool Pool => part.Core.Pool!;

    private FrameMemory Frames => Pool.Memory;

    private int Me => part.Handle.Slot;

    public string Take(string step, long first, long second) => step switch
    {
        "lane" => Lane(),
        "reserve" => _lane!.Inside(lane => lane.TryReserve(FrameMessages<long>.Size, out _offset)) ? "reserved" : "full",
        "mark" => Mark((int)first),
        "take" => Pool.TryTake(Me, out _slot) ? Text(_slot) : "none",
        "fill" => Fill(first),
        "state" => Text(_generation = Pool.Publish(_slot)),
        "record" => Tell(first),
        "where" => Where(),
        "hold" => Hold((int)first, (int)second),
        _ => throw new ArgumentException(step),
    };

    public void Dispose() => part.Dispose();

    private string Lane()
    {
        _lane = LaneWriter.TryTake(part.Memory, Me);
        part.Core.WriteGate.Lane = _lane;
        return Text(_lane!.Number);
    }

    // A slot is taken, and nobody has looked whether anybody holds it.
    private string Mark(int slot)
    {
        _slot = slot;
        ref var state = ref part.Region.View.At<FrameSlotLayout>(Frames.SlotOffset(slot)).State;
        var before = state;
        return Interlocked.CompareExchange(ref state, new FrameState(before).TakenBy(Me).Word, before) == before ? "taken" : "missed";
    }

    private string Fill(long number)
    {
        FrameNumber.Fill(part.Region.View.AsSpan(Frames.OffsetOf(_slot), Frames.Bytes), number);
        return "filled";
    }

    private string Tell(long number)
    {
        var record = new FrameRecordLayout { Slot = _slot, Generation = _generation, Length = FrameNumber.Length(number, Frames.Bytes) };
        _lane!.PublishFrame(part.Region.View, _offset, record, number);
        part.Core.Published();
        return "told";
    }

    private string Where()
    {
        Pool.Told(_slot, _lane!.Number, _lane.Tail);
        return "known";
    }

    // Holds a slot, and has not looked yet whether the frame is still in it.
    private string Hold(int slot, int index)
    {
        part.Region.View.At<long>(Frames.HoldsOffset(Me) + (index * sizeof(long))) = FrameHold.Of(slot, Frames.State(slot).Generation).Word;
        return Text(Me);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
