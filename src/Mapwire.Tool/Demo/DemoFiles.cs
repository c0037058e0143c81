using System.Buffers.Binary;

namespace Mapwire.Tool.Demo;

/// <summary>Files that the demonstration sends and copies, and their comparison.</summary>
internal static class DemoFiles
{
    public const int BitmapWidth = 641;
    public const int BitmapHeight = 480;
    private const int HeadersLength = 54;
    private const int InfoLength = 40;
    private const int BitsPerPixel = 24;
    private const int BytesPerPixel = BitsPerPixel / 8;

    /// <summary>A bitmap whose rows need padding.</summary>
    public static void MakeBitmap(string path)
    {
        var stride = ((BitmapWidth * BitsPerPixel) + 31) / 32 * 4;
        var file = new byte[HeadersLength + (stride * BitmapHeight)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), HeadersLength);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), InfoLength);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), BitmapWidth);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), BitmapHeight);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), BitsPerPixel);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(34), stride * BitmapHeight);
        for (var y = 0; y < BitmapHeight; y++)
        {
            for (var x = 0; x < BitmapWidth; x++)
            {
                var pixel = file.AsSpan(HeadersLength + (y * stride) + (x * BytesPerPixel));
                pixel[0] = (byte)x;
                pixel[1] = (byte)y;
                pixel[2] = (byte)(x ^ y);
            }
        }

        File.WriteAllBytes(path, file);
    }

    /// <summary>A file in which no two windows are alike.</summary>
    public static void MakeData(string path, int length)
    {
        using var file = File.Create(path);
        var chunk = new byte[64 * 1024];
        for (var at = 0; at < length; at += chunk.Length)
        {
            for (var i = 0; i < chunk.Length; i += sizeof(int))
            {
                BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(i), (at + i) * 31);
            }

            file.Write(chunk.AsSpan(0, Math.Min(chunk.Length, length - at)));
        }
    }

    public static void RequireEqual(string path, string other)
    {
        if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(other)))
        {
            throw new InvalidDataException($"{other} differs from {path}.");
        }
    }
}
