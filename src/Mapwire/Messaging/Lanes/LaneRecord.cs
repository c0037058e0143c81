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
    public const int WordShift = 3;

    /// <summary>From so many bytes on a message takes whole cache lines.</summary>
    public const int LeastAligned = 512;

    /// <summary>Where in a cache line a ring begins: the word of its first record is the last of the line before its bytes.</summary>
    public const int RingOffset = CacheLine - WordSize;

    private const int CacheLine = 64;

    // What is longer the general copy hands to the system: with 4 KiB that was nearly twice as fast as this.
    private const int MostWide = 2048;

    /// <summary>The upper half of a record's word: what it is, and the lap of its position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int StampOf(long position, int laneBits, int kind) => ((int)(position >> laneBits) << 8) | kind;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(int length, int stamp) => ((long)stamp << 32) | (uint)length;

    /// <summary>The size itself. Who goes over records that are mostly of one size compares it with the usual one and goes on with that: where the next record begins is
    /// then guessed by the processor, and does not wait for this one's word.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Unusual(long size) => size;

    /// <summary>Copies a message into place; a short one from its end to its beginning, which lies in the line where a reader looks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Copy(ReadOnlySpan<byte> message, byte* place)
    {
        if (message.Length is >= 32 and <= 256)
        {
            CopyBack(ref MemoryMarshal.GetReference(message), place, message.Length);
        }
        else if (IsWide(message.Length))
        {
            CopyWide(ref MemoryMarshal.GetReference(message), ref *place, message.Length);
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
        ref var from = ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in message));
        if (sizeof(T) is >= 32 and <= 256)
        {
            CopyBack(ref from, place, sizeof(T));
        }
        else if (IsWide(sizeof(T)))
        {
            CopyWide(ref from, ref *place, sizeof(T));
        }
        else
        {
            Unsafe.WriteUnaligned(place, message);
        }
    }

    /// <summary>Copies a value out of its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void CopyOut<T>(byte* place, out T value)
        where T : unmanaged
    {
        if (IsWide(sizeof(T)))
        {
            Unsafe.SkipInit(out value);
            CopyWide(ref *place, ref Unsafe.As<T, byte>(ref value), sizeof(T));
        }
        else
        {
            value = Unsafe.ReadUnaligned<T>(place);
        }
    }

    // Whether a message is so long that it pays to copy whole cache lines, and so short that a call, and what the caller has to save for it, cost much beside them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWide(int length) => Vector512.IsHardwareAccelerated && length is >= LeastAligned and <= MostWide;

    // Four lines are on their way at once; what is left of a last one overlaps the line before it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyWide(ref byte from, ref byte to, int length)
    {
        var end = (nuint)length;
        nuint at = 0;
        for (; at + (4 * CacheLine) <= end; at += 4 * CacheLine)
        {
            var first = Vector512.LoadUnsafe(ref from, at);
            var second = Vector512.LoadUnsafe(ref from, at + CacheLine);
            var third = Vector512.LoadUnsafe(ref from, at + (2 * CacheLine));
            var fourth = Vector512.LoadUnsafe(ref from, at + (3 * CacheLine));
            first.StoreUnsafe(ref to, at);
            second.StoreUnsafe(ref to, at + CacheLine);
            third.StoreUnsafe(ref to, at + (2 * CacheLine));
            fourth.StoreUnsafe(ref to, at + (3 * CacheLine));
        }

        for (; at + CacheLine <= end; at += CacheLine)
        {
            Vector512.LoadUnsafe(ref from, at).StoreUnsafe(ref to, at);
        }

        if (at < end)
        {
            Vector512.LoadUnsafe(ref from, end - CacheLine).StoreUnsafe(ref to, end - CacheLine);
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

    public static int StampOf(long word) => (int)(word >> 32);

    /// <summary>How many bytes a record of so many bytes takes with its word; far too many for a length that cannot be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long BytesFor(int length) => WordsFor(length) * WordSize;

    /// <summary>How many words a record takes by its word, be it a message or a pad.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long WordsOf(long word) => (StampOf(word) & 0xFF) == Pad ? (long)(uint)LengthOf(word) / WordSize + 1 : WordsFor(LengthOf(word));

    /// <summary>How many words a record of so many bytes takes; far too many for a length that cannot be. A long one is so many cache lines: beside others of its kind its bytes begin
    /// where a line does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long WordsFor(int length) => (uint)length < LeastAligned
        ? (long)(((ulong)(uint)length + (WordSize + WordSize - 1)) / WordSize)
        : (long)(((ulong)(uint)length + (WordSize + CacheLine - 1)) / CacheLine * (CacheLine / WordSize));
}
