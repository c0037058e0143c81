using System.Text;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Maps;

/// <summary>Reads text up to its terminator, or to the end of the range where it has none. What is no such text is a failure.</summary>
internal sealed class MapText(MapRange range, string name, TextEncoding encoding)
{
    /// <summary>How many bytes the text has that was read so far, its terminator not among them.</summary>
    public long Length { get; private set; }

    public IEnumerable<string> Parts()
    {
        var decoder = encoding.Encoding.GetDecoder();
        foreach (var chunk in range.Chunks())
        {
            var end = Terminator(chunk.Span);
            var bytes = end < 0 ? chunk : chunk[..end];
            yield return Decode(decoder, bytes.Span, isLast: end >= 0 || Length + bytes.Length == range.Length);
            Length += bytes.Length;
            if (end >= 0)
            {
                yield break;
            }
        }
    }

    private string Decode(Decoder decoder, ReadOnlySpan<byte> bytes, bool isLast)
    {
        var letters = new char[encoding.Encoding.GetMaxCharCount(bytes.Length)];
        try
        {
            return new string(letters, 0, decoder.GetChars(bytes, letters, flush: isLast));
        }
        catch (DecoderFallbackException failure)
        {
            // The index is below zero where the character began in the chunk before.
            var wrong = failure.BytesUnknown ?? [];
            throw new InvalidDataException(
                $"{(wrong.Length == 1 ? "Byte" : "Bytes")} {string.Join(' ', wrong.Select(value => $"0x{value:X2}"))} at offset {range.Offset + Length + failure.Index} of {name} {(wrong.Length == 1 ? "is" : "are")} no {encoding.Name} text. Choose another --encoding, or see the bytes with --hex.");
        }
    }

    // Chunks are a whole number of units long but for the last, whose odd byte is no character.
    private int Terminator(ReadOnlySpan<byte> bytes)
    {
        if (encoding.UnitSize == 1)
        {
            return bytes.IndexOf((byte)0);
        }

        for (var at = 0; at + 1 < bytes.Length; at += encoding.UnitSize)
        {
            if (bytes[at] == 0 && bytes[at + 1] == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
