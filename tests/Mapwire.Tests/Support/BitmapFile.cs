using System.Buffers.Binary;

namespace Mapwire.Tests.Support;

/// <summary>Bitmap files as bytes.</summary>
internal static class BitmapFile
{
    public const int InfoHeader = 40;
    private const int FileHeader = 14;

    /// <summary>A right one; its pixels depend on the seed.</summary>
    public static byte[] Make(int width, int height, int bits = 24, int headerLength = InfoHeader, int seed = 1)
    {
        var stride = ((width * bits) + 31) / 32 * 4;
        var pixelsAt = FileHeader + headerLength;
        var file = new byte[pixelsAt + (stride * Math.Abs(height))];
        new Random(seed).NextBytes(file.AsSpan(pixelsAt));
        "BM"u8.CopyTo(file);
        Put(file, 2, file.Length);
        Put(file, 10, pixelsAt);
        Put(file, 14, headerLength);
        if (headerLength == 12)
        {
            PutShort(file, 18, width);
            PutShort(file, 20, height);
            PutShort(file, 22, 1);
            PutShort(file, 24, bits);
            return file;
        }

        Put(file, 18, width);
        Put(file, 22, height);
        PutShort(file, 26, 1);
        PutShort(file, 28, bits);
        return file;
    }

    public static void Put(byte[] file, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);

    public static void PutShort(byte[] file, int offset, int value) => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(offset), (short)value);
}
