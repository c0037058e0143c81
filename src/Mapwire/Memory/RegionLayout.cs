using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The beginning of every region.</summary>
/// <remarks><code>
///    0  Magic          the letters MWREGION
///    8  Version  Kind
///   16  Size           bytes of the whole region
///   24  SchemaHash     what its contents are, where that must be the same for all
///   32  Id             drawn at creation; names the kernel objects of the region on Windows
///   40  SlotCount  SlotSize
///   48  SlotsOffset
///   56  BodyOffset
///   64  BodySize
///   72  Created        UTC, in ticks of 100 ns since the year 1
///   80  Flags          1: other users take part
///  124  Ready          1 when all of the above is in place; written last
///  128  SlotsUsed      slots from here on have never been used; grows only
///  256  slots, then the body
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = HeaderSize)]
internal struct RegionLayout
{
    public const ulong RightMagic = 0x4E4F49474552574D;
    public const int RightVersion = 1;
    public const int HeaderSize = 256;
    public const int MostSlots = 1024;
    public const int ReachesOthers = 1;

    [FieldOffset(0)] public ulong Magic;
    [FieldOffset(8)] public int Version;
    [FieldOffset(12)] public int Kind;
    [FieldOffset(16)] public long Size;
    [FieldOffset(24)] public ulong SchemaHash;
    [FieldOffset(32)] public ulong Id;
    [FieldOffset(40)] public int SlotCount;
    [FieldOffset(44)] public int SlotSize;
    [FieldOffset(48)] public long SlotsOffset;
    [FieldOffset(56)] public long BodyOffset;
    [FieldOffset(64)] public long BodySize;
    [FieldOffset(72)] public long Created;
    [FieldOffset(80)] public int Flags;
    [FieldOffset(124)] public int Ready;
    [FieldOffset(128)] public int SlotsUsed;
}
