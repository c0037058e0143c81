using System.Buffers.Binary;

namespace Mapwire.Tool.Images;

/// <summary>Where in a bitmap file its pixels are, and how they lie.</summary>
/// <param name="Shape">How they lie.</param>
/// <param name="Offset">Where they begin.</param>
internal readonly record struct BitmapPixels(ImageShape Shape, uint Offset)
{
    /// <summary>The most bytes that <see cref="Parse"/> looks at: all headers, and a palette.</summary>
    public const int HeadLength = Bitmap.HeadLength + (MostColours * ColourLength);

    /// <summary>The most bytes that <see cref="Headers"/> gives.</summary>
    public const int MostHeaders = FileHeaderLength + InfoLength + (MostColours * ColourLength);

    private const int FileHeaderLength = 14;
    private const int CoreLength = 12;
    private const int InfoLength = 40;
    private const int MostColours = 256;
    private const int ColourLength = 4;
    private const int CoreColourLength = 3;
    private const uint NotCompressed = 0;
    private const int MasksAt = FileHeaderLength + InfoLength;
    private static readonly uint[] _masks = [0x00FF0000, 0x0000FF00, 0x000000FF];

    /// <summary>Reads the headers of a file that can be streamed.</summary>
    /// <param name="head">The file's first bytes: <see cref="HeadLength"/> of them, or all if it has fewer.</param>
    /// <param name="length">The length of the whole file.</param>
    /// <param name="what">What the errors call it.</param>
    public static BitmapPixels Parse(ReadOnlySpan<byte> head, long length, string what)
    {
        var bitmap = Bitmap.Parse(head[..Math.Min(head.Length, Bitmap.HeadLength)], length, what);
        var infoLength = BinaryPrimitives.ReadInt32LittleEndian(head[FileHeaderLength..]);
        var format = bitmap.Bits switch
        {
            8 when IsGrey(head, infoLength) => PixelFormat.Gray8,
            24 => PixelFormat.Bgr24,
            32 when IsUsual(head, infoLength) => PixelFormat.Bgra32,
            32 => throw new InvalidDataException($"{what} has pixels of 32 bits in an order of its own; a stream has blue, green, red. Save it with 24 bits."),
            _ => throw new InvalidDataException($"{what} has {bitmap.Bits} bits for a pixel; a stream has 24 or 32, or 8 where they are grey. Save it with 24 bits."),
        };
        return new BitmapPixels(new ImageShape(bitmap.Width, bitmap.Height, format), BinaryPrimitives.ReadUInt32LittleEndian(head[10..]));
    }

    /// <summary>What stands before the pixels in a file of this shape.</summary>
    public static ReadOnlySpan<byte> Headers(ImageShape shape, Span<byte> room)
    {
        var colours = shape.Format == PixelFormat.Gray8 ? MostColours : 0;
        var head = room[..(MasksAt + (colours * ColourLength))];
        head.Clear();
        "BM"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head[2..], (uint)(head.Length + shape.Length));
        BinaryPrimitives.WriteInt32LittleEndian(head[10..], head.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[FileHeaderLength..], InfoLength);
        BinaryPrimitives.WriteInt32LittleEndian(head[18..], shape.Width);
        BinaryPrimitives.WriteInt32LittleEndian(head[22..], shape.Height);
        BinaryPrimitives.WriteInt16LittleEndian(head[26..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(head[28..], (short)shape.Bits);
        for (var grey = 0; grey < colours; grey++)
        {
            head.Slice(MasksAt + (grey * ColourLength), CoreColourLength).Fill((byte)grey);
        }

        return head;
    }

    // Of 32 bits the masks say which are which, where there are any.
    private static bool IsUsual(ReadOnlySpan<byte> head, int infoLength)
    {
        if (infoLength == CoreLength || BinaryPrimitives.ReadUInt32LittleEndian(head[30..]) == NotCompressed)
        {
            return true;
        }

        for (var i = 0; i < _masks.Length; i++)
        {
            var at = MasksAt + (i * sizeof(uint));
            if (at + sizeof(uint) > head.Length || BinaryPrimitives.ReadUInt32LittleEndian(head[at..]) != _masks[i])
            {
                return false;
            }
        }

        return true;
    }

    // Whether each number is the grey of that brightness.
    private static bool IsGrey(ReadOnlySpan<byte> head, int infoLength)
    {
        var (each, said) = infoLength == CoreLength ? (CoreColourLength, 0) : (ColourLength, BinaryPrimitives.ReadUInt32LittleEndian(head[46..]));
        var colours = said is 0 or > MostColours ? MostColours : (int)said;
        for (var grey = 0; grey < colours; grey++)
        {
            var at = FileHeaderLength + infoLength + (grey * each);
            if (at + each > head.Length || head.Slice(at, CoreColourLength).ContainsAnyExcept((byte)grey))
            {
                return false;
            }
        }

        return true;
    }
}
