using Mapwire.Tool.Values;

namespace Mapwire.Tool.Maps;

/// <summary>Reads text up to its terminator, or to the end of the range where it has none.</summary>
internal static class MapText
{
    public static IEnumerable<string> Parts(MapRange range, TextEncoding encoding)
    {
        var decoder = encoding.Encoding.GetDecoder();
        var letters = Array.Empty<char>();
        foreach (var chunk in range.Chunks())
        {
            var end = Terminator(chunk.Span, encoding.UnitSize);
            var bytes = end < 0 ? chunk : chunk[..end];
            var most = encoding.Encoding.GetMaxCharCount(bytes.Length);
            letters = letters.Length < most ? new char[most] : letters;
            yield return new string(letters, 0, decoder.GetChars(bytes.Span, letters, flush: end >= 0));
            if (end >= 0)
            {
                yield break;
            }
        }
    }

    // Chunks are a whole number of units long but for the last, whose odd byte is no character.
    private static int Terminator(ReadOnlySpan<byte> bytes, int unitSize)
    {
        if (unitSize == 1)
        {
            return bytes.IndexOf((byte)0);
        }

        for (var at = 0; at + 1 < bytes.Length; at += unitSize)
        {
            if (bytes[at] == 0 && bytes[at + 1] == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
