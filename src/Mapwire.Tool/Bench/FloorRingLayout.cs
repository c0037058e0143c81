using System.Runtime.InteropServices;

namespace Mapwire.Tool.Bench;

/// <summary>A ring of messages of one length in a map, from one process to one other.</summary>
/// <remarks><code>
///    0  Written     how many messages have been written     the writer
///  128  Read        how many have been read                 the reader
/// 4096  the messages, each at a multiple of 8
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = Messages)]
internal struct FloorRingLayout
{
    public const int Messages = 4096;

    [FieldOffset(0)] public long Written;
    [FieldOffset(128)] public long Read;

    public static int RoomOf(int size) => (size + sizeof(long) - 1) / sizeof(long) * sizeof(long);

    public static long SizeFor(int size, long capacity) => Messages + (capacity / RoomOf(size) * RoomOf(size));
}
