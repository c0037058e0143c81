using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mapwire;

/// <summary>A record's word: bits 0-31 its length in bytes, 32-39 what it is, 40-63 the lap of its position. 0 is no record.</summary>
internal static class LaneRecord
{
    public const int Message = 1;
    public const int Pad = 2;
    public const int WordSize = sizeof(long);

    /// <summary>What the upper half of a message's word is in a lap of the ring.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MarkOf(long position, int laneBits, int kind) => ((int)(position >> laneBits) << 8) | kind;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(int length, int mark) => ((long)mark << 32) | (uint)length;

    /// <summary>The size itself. Who goes over records that are mostly of one size compares it with the usual one and goes on with that: where the next record begins is
    /// then guessed by the processor, and does not wait for this one's word.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Unusual(long words) => words;

    /// <summary>Copies a message into place; a short one from its end to its beginning, which lies in the line where a reader looks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Copy(ReadOnlySpan<byte> message, byte* place)
    {
        if (message.Length is >= 32 and <= 256)
        {
            CopyBack(ref MemoryMarshal.GetReference(message), place, message.Length);
        }
        else
        {
            message.CopyTo(new Span<byte>(place, message.Length));
        }
    }

    /// <summary>The same for a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Copy<T>(in T message, byte* place)
        where T : unmanaged
    {
        if (sizeof(T) is >= 32 and <= 256)
        {
            CopyBack(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in message)), place, sizeof(T));
        }
        else
        {
            Unsafe.WriteUnaligned(place, message);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void CopyBack(ref byte from, byte* to, int length)
    {
        for (var at = length - 32; at > 0; at -= 32)
        {
            Vector256.LoadUnsafe(ref from, (nuint)at).Store(to + at);
        }

        Vector256.LoadUnsafe(ref from).Store(to);
    }

    /// <summary>The bytes of a record.</summary>
    public static unsafe ReadOnlySpan<byte> Bytes(nint address, int length) => new((void*)address, length);

    public static int LengthOf(long word) => (int)word;

    public static int MarkOf(long word) => (int)(word >> 32);

    /// <summary>How many words a record of so many bytes takes; far too many for a length that cannot be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long WordsFor(int length) => (long)(((ulong)(uint)length + (WordSize + WordSize - 1)) / WordSize);
}
