using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Maps;

/// <summary>Bytes to write into a map, of known length.</summary>
internal sealed class Content
{
    private const int ChunkLength = 1 << 20;
    private readonly string _what;
    private readonly Func<IEnumerable<ReadOnlyMemory<byte>>> _chunks;

    private Content(string what, long length, Func<IEnumerable<ReadOnlyMemory<byte>>> chunks)
    {
        _what = what;
        Length = length;
        _chunks = chunks;
    }

    public long Length { get; }

    public static Content OfText(string text, TextEncoding encoding)
    {
        var bytes = encoding.Encode(text);
        return new Content("The text with its terminator", bytes.Length, () => [bytes]);
    }

    public static Content OfFile(string path)
    {
        var length = InputFile.LengthOf(path);
        return new Content($"The file {path}", length, () => OfStream(path));
    }

    /// <summary>All of standard input, kept in memory as far as there is room for it.</summary>
    public static async Task<Content> OfStandardInput(long room)
    {
        List<ReadOnlyMemory<byte>> chunks = [];
        var length = 0L;
        var input = Console.OpenStandardInput();
        while (true)
        {
            var chunk = new byte[ChunkLength];
            var read = await Task.Run(() => input.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false)).WaitAsync(Interruption.Token);
            length += read;
            if (length <= room)
            {
                chunks.Add(chunk.AsMemory(0, read));
            }

            if (read < chunk.Length)
            {
                return length > 0
                    ? new Content("Standard input", length, () => chunks)
                    : throw new IOException("Standard input is empty (0 bytes): there is nothing to write.");
            }
        }
    }

    public IEnumerable<ReadOnlyMemory<byte>> Chunks() => _chunks();

    public void RequireRoom(string name, long size, long offset)
    {
        var room = size - offset;
        if (room <= 0)
        {
            throw new IOException($"Offset {offset} lies outside {name}, which has {Units.Bytes(size)}.");
        }

        if (Length > room)
        {
            throw new IOException($"{_what} has {Units.Bytes(Length)}, more than the {room} of {name} from offset {offset} ({size} in all). Nothing was written.");
        }
    }

    public IOException CutShort() => new($"{_what} was cut short while it was being written: {Units.Bytes(Length)} when it was opened, fewer now.");

    private static IEnumerable<ReadOnlyMemory<byte>> OfStream(string path)
    {
        using var file = InputFile.Open(path);
        var buffer = new byte[ChunkLength];
        while (file.Read(buffer) is > 0 and var read)
        {
            yield return buffer.AsMemory(0, read);
        }
    }
}
