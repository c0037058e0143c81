using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mapwire.Tool.Bench;

/// <summary>What messages of one length hold behind their number: bytes that follow from the number, and differ between neighbours.</summary>
/// <remarks>A few prepared rows, used in turn. Those of short messages lie apart; those of long ones overlap, so that all fit into a cache.</remarks>
internal sealed class MessagePattern
{
    private const int Line = 64;
    private const int LongestApart = 4096;
    private const int RoomApart = 8192;
    private const int RowsOfLong = 16;
    private const int Seed = 20;
    private readonly byte[] _bytes;
    private readonly int _size;
    private readonly int _stride;

    public MessagePattern(int size)
    {
        _size = size;
        IsApart = size <= LongestApart;
        var room = (Math.Max(size, sizeof(long)) + Line - 1) / Line * Line;
        Rows = IsApart ? (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(RoomApart / room, 2)) : RowsOfLong;
        _stride = IsApart ? room : Line;
        _bytes = GC.AllocateArray<byte>(((Rows - 1) * _stride) + room, pinned: true);
        Fill(_bytes);
    }

    /// <summary>How many there are: a power of two.</summary>
    public int Rows { get; }

    /// <summary>Whether the rows do not overlap.</summary>
    public bool IsApart { get; }

    /// <summary>The bytes of a row, without a number where none was put in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Row(int row) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), row * _stride), _size);

    /// <summary>The first eight bytes of a row.</summary>
    public ref long Number(int row) => ref Unsafe.As<byte, long>(ref _bytes[row * _stride]);

    // xorshift: the same in every process, and without a period that a row could meet.
    private static void Fill(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var state = 0x9E3779B97F4A7C15UL + Seed;
        for (var i = 0; i < words.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            words[i] = state;
        }
    }
}
