using System.Runtime.InteropServices;

namespace Mapwire.Tool.Images;

/// <summary>What stands before a bitmap file in a map. Little-endian; the file's bytes follow at <see cref="Size"/>.</summary>
/// <remarks><code>
///    0  Magic        the eight letters MWBITMAP
///    8  Version      1
///   12  HeaderSize   64
///   16  Length       bytes of the whole bitmap file that follows
///   24  Width        pixels
///   28  Height       pixels; negative: the top row comes first
///   32  Stride       bytes from one row to the next
///   36  Bits         per pixel
///   40  (zero)
///   60  Ready        1 once all else is in place: written last, read first
///   64  the file
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct BitmapBlock
{
    public const int Size = 64;
    public const ulong RightMagic = 0x50414D544942574D;
    public const int RightVersion = 1;
    public const int IsReady = 1;

    [FieldOffset(0)] public ulong Magic;
    [FieldOffset(8)] public int Version;
    [FieldOffset(12)] public int HeaderSize;
    [FieldOffset(16)] public long Length;
    [FieldOffset(24)] public int Width;
    [FieldOffset(28)] public int Height;
    [FieldOffset(32)] public int Stride;
    [FieldOffset(36)] public int Bits;
    [FieldOffset(60)] public int Ready;
}
