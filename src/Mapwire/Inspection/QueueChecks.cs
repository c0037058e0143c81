namespace Mapwire;

/// <summary>What must hold in a queue at every moment.</summary>
/// <remarks>
/// What each check compares is true in one instant, or was read in the order in which it only grows: a lane's head before its mark, which is made after the records before it; a hand between two
/// readings of its state, whose version no two claims share. Not among it, since each can be seen for as long as somebody is stopped in the middle of a protocol: a lane or a hand that
/// has an owner and does not count as used yet, records behind the mark, and a hand that was left while the queue does not say so yet.
/// </remarks>
internal sealed class QueueChecks(QueueSight queue, Findings findings)
{
    private readonly QueueMemory _memory = queue.Memory;
    private readonly RegionSight _region = queue.Region;

    public void Run()
    {
        new SharedChecks(queue, findings).Run();
        findings.Check(Shared);
        findings.Check(Reader);
        for (var slot = 0; slot < _memory.Slots && !findings.IsFull; slot++)
        {
            var one = slot;
            findings.Check(() => Cell(one));
        }

        var lanes = new LaneChecks(queue, findings);
        for (var lane = 0; lane < _memory.Lanes && !findings.IsFull; lane++)
        {
            lanes.Run(lane);
        }

        new HandChecks(queue, findings).Run();
        if (queue.Frames is { } frames)
        {
            new FrameChecks(queue, frames, findings).Run();
            new QueueFrameChecks(queue, frames, findings).Run();
        }
    }

    private string? Shared()
    {
        ref readonly var shared = ref queue.Queue;
        var hands = Volatile.Read(in shared.HandsUsed);
        return hands < 0 || hands > _memory.Hands ? $"The number of used hands is {hands}, expected 0 to {_memory.Hands}."
            : (_memory.Flags & QueueLayout.OneWriter) != 0 && _memory.Lanes != 1 ? $"The queue is for one writer, and has {_memory.Lanes} lanes."
            : null;
    }

    private string? Reader()
    {
        var reader = Volatile.Read(in queue.Queue.Reader);
        return reader == 0 ? null
            : (_memory.Flags & QueueLayout.OneReader) == 0 ? $"The only reader is {reader}, where many are allowed."
            : reader < 0 || reader > _memory.Slots ? $"The only reader is {reader}, expected 0 to {_memory.Slots}."
            : IsNobodys(reader - 1) && Volatile.Read(in queue.Queue.Reader) == reader ? $"The only reader is slot {reader - 1}, which is nobody's."
            : null;
    }

    private string? Cell(int slot)
    {
        ref readonly var cell = ref queue.Cell(slot);
        var state = _region.State(slot);
        var (toRead, toWrite) = (Volatile.Read(in cell.ReadBell), Volatile.Read(in cell.WriteBell));
        var isNobodys = !RegionSight.IsLive(state) && _region.State(slot) == state;

        // Counted in the other order.
        var redelivered = Volatile.Read(in cell.Redelivered);
        var read = Volatile.Read(in cell.Read);
        return !SharedChecks.IsBell(toRead) ? $"The bell to read of slot {slot} says {toRead}, which no bell says."
            : !SharedChecks.IsBell(toWrite) ? $"The bell to write of slot {slot} says {toWrite}, which no bell says."
            : isNobodys && (toRead != Bell.Idle || toWrite != Bell.Idle)
                ? $"Slot {slot} is nobody's, and has left its bells at {toRead} and {toWrite}."
            : read < 0 || redelivered < 0 || redelivered > read ? $"Slot {slot} has read {read} messages, {redelivered} of them redelivered."
            : null;
    }

    private bool IsNobodys(int slot) => !RegionSight.IsLive(_region.State(slot));
}
