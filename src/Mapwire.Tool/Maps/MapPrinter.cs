using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Maps;

/// <summary>What <c>map read</c> puts on standard output.</summary>
internal static class MapPrinter
{
    private const long MostInJson = 64L << 20;

    /// <summary>Text if an encoding is given, else a hex dump where asked for or where a person looks, else the bytes.</summary>
    public static void Print(MapRange range, string name, TextEncoding? encoding, bool asHex)
    {
        if (encoding is null && !asHex && Console.IsOutputRedirected)
        {
            using var stream = new StandardOutput();
            foreach (var chunk in range.Chunks())
            {
                stream.Write(chunk.Span);
            }

            return;
        }

        using var output = StandardOutput.OpenText();
        if (encoding is null)
        {
            Dump(range, output);
            return;
        }

        foreach (var part in new MapText(range, name, encoding).Parts())
        {
            output.Write(Console.IsOutputRedirected ? part : Printable.Lines(part));
        }

        output.WriteLine();
    }

    public static ReadReport ToReport(MapRange range, string name, TextEncoding? encoding)
    {
        if (range.Length > MostInJson)
        {
            throw new IOException($"{Units.Bytes(range.Length)} of {name} are more than go into JSON here ({MostInJson}); use --length, or --output for a file.");
        }

        if (encoding is not null)
        {
            var text = new MapText(range, name, encoding);
            var letters = string.Concat(text.Parts());
            return new ReadReport(name, range.Offset, text.Length, letters, null, null);
        }

        using var bytes = new MemoryStream();
        foreach (var chunk in range.Chunks())
        {
            bytes.Write(chunk.Span);
        }

        return new ReadReport(name, range.Offset, range.Length, null, bytes.ToArray(), null);
    }

    private static void Dump(MapRange range, TextWriter output)
    {
        var dump = new HexDump(output, range.Offset);
        foreach (var chunk in range.Chunks())
        {
            dump.Write(chunk.Span);
        }

        dump.Finish();
    }
}
