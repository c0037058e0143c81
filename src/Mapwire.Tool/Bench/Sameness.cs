using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mapwire.Tool.Bench;

/// <summary>Compares a message that has just been copied with what it should be.</summary>
/// <remarks>The framework copies up to 64 bytes by 16 and compares them all at once, which stalls the processor: it waits until all parts have left it.</remarks>
internal static class Sameness
{
    private const int LongestByParts = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(ReadOnlySpan<byte> received, ReadOnlySpan<byte> wanted)
    {
        var length = received.Length;
        if (length is < sizeof(long) or > LongestByParts || wanted.Length != length)
        {
            return received.SequenceEqual(wanted);
        }

        ref var first = ref MemoryMarshal.GetReference(received);
        ref var second = ref MemoryMarshal.GetReference(wanted);
        if (length < Vector128<byte>.Count)
        {
            var last = (nuint)(length - sizeof(long));
            return ((Word(ref first, 0) ^ Word(ref second, 0)) | (Word(ref first, last) ^ Word(ref second, last))) == 0;
        }

        var end = (nuint)(length - Vector128<byte>.Count);
        var differing = Vector128.LoadUnsafe(ref first, end) ^ Vector128.LoadUnsafe(ref second, end);
        for (nuint at = 0; at < end; at += (nuint)Vector128<byte>.Count)
        {
            differing |= Vector128.LoadUnsafe(ref first, at) ^ Vector128.LoadUnsafe(ref second, at);
        }

        return differing == Vector128<byte>.Zero;
    }

    private static long Word(ref byte bytes, nuint at) => Unsafe.ReadUnaligned<long>(ref Unsafe.AddByteOffset(ref bytes, at));
}
