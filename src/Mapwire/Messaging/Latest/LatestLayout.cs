using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The beginning of the body of latest values. The cells of the participants follow, then the buffers.</summary>
/// <remarks><code>
///    0  BufferCount   how many buffers
///    4  TypeLength    bytes of the type's name
///    8  TypeSize      bytes of each value; 0 for any number
///   16  Capacity      how many bytes a value may have
///  128  Newest        the version of the newest whole value; 0 for none
///  136  Writer        bits 0-15 the slot + 1 of the writer, 0 none; bits 32-62 how many there have been
///  256  ReadersWait   bit 0: a reader waits; the rest counts
///  384  Type          the name of the values' type, UTF-8
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = LatestSize)]
internal struct LatestLayout
{
    public const int LatestSize = 512;
    public const int TypeOffset = 384;

    [FieldOffset(0)] public int BufferCount;
    [FieldOffset(4)] public int TypeLength;
    [FieldOffset(8)] public int TypeSize;
    [FieldOffset(16)] public long Capacity;
    [FieldOffset(128)] public long Newest;
    [FieldOffset(136)] public long Writer;
    [FieldOffset(256)] public int ReadersWait;
}
