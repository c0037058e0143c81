using Mapwire.Tool.Output;

namespace Mapwire.Tool.Images;

/// <summary>How the pixels of an image lie: as in a bitmap file, each row in a multiple of 4 bytes, the lowest row first, or the highest where the height is negative.</summary>
internal readonly record struct ImageShape(int Width, int Height, PixelFormat Format)
{
    private const int RowUnit = 4;

    /// <summary>The formats that a bitmap file can have.</summary>
    private static readonly PixelFormat[] _formats = [PixelFormat.Gray8, PixelFormat.Bgr24, PixelFormat.Bgra32];

    /// <summary>Bytes from one row to the next.</summary>
    public long Stride => (((long)Width * Bits) + 31) / 32 * RowUnit;

    /// <summary>Bytes of all rows.</summary>
    public Int128 Length => (Int128)Stride * Math.Abs((long)Height);

    public int Bits => Format switch { PixelFormat.Gray8 => 8, PixelFormat.Bgr24 => 24, _ => 32 };

    public string InWords => $"{Width} x {Math.Abs((long)Height)} pixels, {NameOf(Format)}";

    /// <summary>What is told of a frame, checked against what the frame has before any of it is used.</summary>
    /// <param name="told">What its publisher says; anything may be.</param>
    /// <param name="length">How many bytes the frame has.</param>
    /// <param name="what">What the errors call it, to begin a sentence.</param>
    /// <exception cref="InvalidDataException">It cannot be so; the message names the field.</exception>
    public static ImageShape Checked(FrameInfo told, int length, string what)
    {
        if (!_formats.Contains(told.Format))
        {
            throw Lie(what, "pixel format", $"{(int)told.Format}, and known are {string.Join(", ", _formats.Select(format => $"{(int)format} ({NameOf(format)})"))}");
        }

        if (told.Width < 1)
        {
            throw Lie(what, "width", $"{told.Width}, and a row has at least 1 pixel");
        }

        if (told.Height is 0 or int.MinValue)
        {
            throw Lie(what, "height", told.Height == 0 ? "0, and an image has at least 1 row" : $"{told.Height}, and no image has so many rows");
        }

        var shape = new ImageShape(told.Width, told.Height, told.Format);
        return told.Stride != shape.Stride ? throw Lie(what, "stride", $"{told.Stride}, and {told.Width} pixels of {shape.Bits} bits take {shape.Stride} bytes")
            : length != shape.Length ? throw Lie(what, "length", $"{Units.Bytes(length)}, and {shape.InWords} take {shape.Length}")
            : shape;
    }

    public FrameInfo Told(long sequence, DateTime time) =>
        new() { Sequence = sequence, Time = time, Width = Width, Height = Height, Stride = (int)Stride, Format = Format };

    public static string NameOf(PixelFormat format) => format switch
    {
        PixelFormat.Gray8 => "gray8",
        PixelFormat.Bgr24 => "bgr24",
        PixelFormat.Bgra32 => "bgra32",
        _ => format.ToString(),
    };

    private static InvalidDataException Lie(string what, string field, string found) => new($"{what} lies about its {field}: {found}.");
}
