using System.Text;

namespace Mapwire.Tool.Values;

/// <summary>How text lies in a map: its encoding and the zero character that ends it.</summary>
internal sealed record TextEncoding(string Name, Encoding Encoding, int UnitSize)
{
    public static TextEncoding Utf8 { get; } = new("utf-8", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), 1);

    /// <summary>What wchar_t is on Windows: little-endian, no byte order mark.</summary>
    public static TextEncoding Utf16 { get; } = new("utf-16", new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2);

    public static TextEncoding Ascii { get; } = new(
        "ascii", Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback), 1);

    public static TextEncoding Parse(string name) => name switch
    {
        "utf-8" => Utf8,
        "utf-16" => Utf16,
        "ascii" => Ascii,
        _ => throw new ArgumentException($"The encoding '{name}' is none of utf-8, utf-16, ascii."),
    };

    /// <summary>The text and its terminator.</summary>
    public byte[] Encode(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("The text holds a zero character, which would end it there.");
        }

        if (this == Ascii && text.FirstOrDefault(letter => !char.IsAscii(letter)) is not '\0' and var foreign)
        {
            throw new ArgumentException($"The text holds '{foreign}', which ascii does not have; use utf-8 or utf-16.");
        }

        var bytes = new byte[Encoding.GetByteCount(text) + UnitSize];
        _ = Encoding.GetBytes(text, bytes);
        return bytes;
    }
}
