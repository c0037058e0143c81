using System.Buffers;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>A part of a view as <see cref="Memory{T}"/>; each span is checked anew, each pin holds the view.</summary>
internal sealed unsafe class MapViewMemory(MapView view, long offset, int length) : MemoryManager<byte>, IPinnable
{
    // Whether a reader may write is the caller's business: AsReadOnlyMemory hides the writable side.
    public override Span<byte> GetSpan()
    {
        var bytes = view.AsReadOnlySpan(offset, length);
        return System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Unsafe.AsRef(in bytes.GetPinnableReference()), length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length, nameof(elementIndex));
        return new MemoryHandle((byte*)view.BeginHold() + offset + elementIndex, default, this);
    }

    public override void Unpin() => view.EndHold();

    protected override void Dispose(bool disposing)
    {
        // The view owns the memory.
    }
}
