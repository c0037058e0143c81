using System.Globalization;
using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The reading end of a queue of frames: leases what tells of a frame, and with it the frame.</summary>
/// <remarks>For one thread at a time, as <see cref="ReaderEnd"/>.</remarks>
internal sealed unsafe class FrameTaker : IDisposable
{
    private readonly QueueCore _core;

    public FrameTaker(QueueHandle handle)
    {
        _core = handle.Core;
        Memory = handle.RequirePool().Memory;
        End = new ReaderEnd(handle, 1);
    }

    public ReaderEnd End { get; }

    public FrameMemory Memory { get; }

    /// <summary>Leases what tells of the next frame.</summary>
    public bool TryRead<TMeta>(out QueueFrame<TMeta> frame)
        where TMeta : unmanaged
    {
        if (!End.TryLease(out var lease))
        {
            frame = default;
            return false;
        }

        var message = lease.Span;
        var record = Record(lease, message, FrameMessages<TMeta>.Size);
        frame = new QueueFrame<TMeta>(this, lease, record, MemoryMarshal.Read<TMeta>(message[FrameRecordLayout.RecordSize..]));
        return true;
    }

    public ReadOnlySpan<byte> Bytes(int slot, int length) => new((byte*)_core.Region.View.Address + Memory.OffsetOf(slot), length);

    public ReadOnlyMemory<byte> BytesAsMemory(int slot, int length) => _core.Region.Lend(Memory.OffsetOf(slot), length);

    public List<FrameSlotInfo> Slots()
    {
        using var use = _core.Use();
        return FrameLook.Slots(_core.Memory, Memory);
    }

    public void Dispose() => End.Dispose();

    // What cannot be is not to come again and again: it is done, and its slot, wherever that is, is found by where the record ends.
    private FrameRecordLayout Record(in QueueLease lease, ReadOnlySpan<byte> message, int size)
    {
        var record = message.Length == size ? MemoryMarshal.Read<FrameRecordLayout>(message) : default;
        if (message.Length == size && (uint)record.Slot < (uint)Memory.Count && (uint)record.Length <= (uint)Memory.Bytes)
        {
            return record;
        }

        lease.Dispose();
        throw message.Length != size ? Damage("length of a message", message.Length, Text(size))
            : (uint)record.Slot >= (uint)Memory.Count ? Damage("slot of a frame", record.Slot, $"0 to {Text(Memory.Count - 1)}")
            : Damage("length of a frame", record.Length, $"0 to {Text(Memory.Bytes)}");
    }

    private InvalidRegionException Damage(string field, int found, string expected) => _core.Memory.Damage(field, found, expected);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
