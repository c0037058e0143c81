using System.Buffers.Binary;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Images;

/// <summary>What the headers of a bitmap file say, checked against each other and the file's length.</summary>
internal readonly record struct Bitmap(long Length, int Width, int Height, int Stride, int Bits)
{
    /// <summary>The most bytes that <see cref="Parse"/> looks at.</summary>
    public const int HeadLength = FileHeaderLength + 124;

    private const int FileHeaderLength = 14;
    private const int CoreLength = 12;
    private const int InfoLength = 40;
    private const uint NotCompressed = 0;
    private const uint BitFields = 3;
    private const uint AlphaBitFields = 6;

    private static readonly uint[] _infoLengths = [CoreLength, InfoLength, 52, 56, 64, 108, 124];
    private static readonly int[] _bits = [1, 2, 4, 8, 16, 24, 32];

    public string InWords => $"{Width} x {Math.Abs(Height)} pixels, {Bits} bits each, {Units.Bytes(Length)}";

    /// <summary>Reads the headers.</summary>
    /// <param name="head">The file's first bytes: <see cref="HeadLength"/> of them, or all if it has fewer.</param>
    /// <param name="length">The length of the whole file.</param>
    /// <param name="what">What the errors call it.</param>
    public static Bitmap Parse(ReadOnlySpan<byte> head, long length, string what)
    {
        if (head.Length < 2 || head[0] != 'B' || head[1] != 'M')
        {
            throw new InvalidDataException($"{what} is no bitmap: it does not begin with the letters BM.");
        }

        if (head.Length < FileHeaderLength + CoreLength)
        {
            throw new InvalidDataException($"{what} is no bitmap: it has {Units.Bytes(length)}, fewer than the headers ({FileHeaderLength + CoreLength}).");
        }

        var claimed = BinaryPrimitives.ReadUInt32LittleEndian(head[2..]);
        if (claimed != length)
        {
            throw new InvalidDataException($"{what} is no whole bitmap: its header says {Units.Bytes(claimed)}, and it has {length}.");
        }

        var infoLength = BinaryPrimitives.ReadUInt32LittleEndian(head[FileHeaderLength..]);
        if (!_infoLengths.Contains(infoLength) || infoLength > head.Length - FileHeaderLength)
        {
            throw new InvalidDataException(
                $"{what} is no bitmap this program knows: its second header says it has {Units.Bytes(infoLength)}, and known are {string.Join(", ", _infoLengths)}.");
        }

        var info = head.Slice(FileHeaderLength, (int)infoLength);
        var pixelsAt = BinaryPrimitives.ReadUInt32LittleEndian(head[10..]);
        return Checked(Sizes(info, length, what), pixelsAt, FileHeaderLength + infoLength, what);
    }

    private static Bitmap Sizes(ReadOnlySpan<byte> info, long length, string what)
    {
        if (info.Length == CoreLength)
        {
            var width = BinaryPrimitives.ReadUInt16LittleEndian(info[4..]);
            var height = BinaryPrimitives.ReadUInt16LittleEndian(info[6..]);
            return new Bitmap(length, width, height, 0, BinaryPrimitives.ReadUInt16LittleEndian(info[10..]));
        }

        var compression = BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
        if (compression is not (NotCompressed or BitFields or AlphaBitFields))
        {
            throw new InvalidDataException($"{what} is compressed (method {compression}), so its rows have no stride; save it uncompressed.");
        }

        return new Bitmap(
            length,
            BinaryPrimitives.ReadInt32LittleEndian(info[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(info[8..]),
            0,
            BinaryPrimitives.ReadUInt16LittleEndian(info[14..]));
    }

    private static Bitmap Checked(Bitmap sizes, uint pixelsAt, long headersEnd, string what)
    {
        if (sizes.Width < 1 || sizes.Height is 0 or int.MinValue)
        {
            throw new InvalidDataException($"{what} lies about its size: {sizes.Width} x {sizes.Height} pixels.");
        }

        if (!_bits.Contains(sizes.Bits))
        {
            throw new InvalidDataException($"{what} lies about its pixels: {sizes.Bits} bits each, and possible are {string.Join(", ", _bits)}.");
        }

        // At most 2^31 * 32 bits a row and 2^31 rows: the sum needs more than 64 bits.
        var stride = (((long)sizes.Width * sizes.Bits) + 31) / 32 * 4;
        var needed = pixelsAt + ((Int128)stride * Math.Abs(sizes.Height));
        if (pixelsAt < headersEnd || needed > sizes.Length || stride > int.MaxValue)
        {
            throw new InvalidDataException(
                $"{what} lies about its size: {sizes.Width} x {sizes.Height} pixels of {sizes.Bits} bits from byte {pixelsAt} on need {Units.Bytes(needed)}, and it has {sizes.Length}.");
        }

        return sizes with { Stride = (int)stride };
    }
}
