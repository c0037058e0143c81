using System.Runtime.CompilerServices;

namespace Mapwire;

/// <content>How it knows that what it copied was whole.</content>
internal sealed unsafe partial class TopicReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWhole(byte* place)
    {
        // Pairs with the fence in TopicMemory.LimitFor; see TopicMemory.IsWhole.
        Volatile.ReadBarrier();
        return PositionOf(place) >= Volatile.Read(ref *_limit) - _words;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryCopy(byte* place, int length, out nint message)
    {
        message = (nint)_copy;
        if (length > _buffer.Length)
        {
            return false;
        }

        new ReadOnlySpan<byte>(place + LaneRecord.WordSize, length).CopyTo(new Span<byte>(_copy, length));
        return IsWhole(place);
    }

    private bool TryCopy(int lane, long position, int length, out nint message)
    {
        if (length > _buffer.Length)
        {
            _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, (int)Math.Min(2L * length, _memory.MostMessageBytes)), pinned: true);
            _copy = (byte*)Unsafe.AsPointer(ref _buffer[0]);
        }

        message = (nint)_copy;
        new ReadOnlySpan<byte>(_memory.Word(lane, position) + 1, length).CopyTo(new Span<byte>(_copy, length));
        return _memory.IsWhole(lane, position);
    }
}
