using Mapwire.Tool.Output;

namespace Mapwire.Tool.Maps;

/// <summary>A part of a map, read and written in windows, so that it may be larger than memory.</summary>
/// <remarks>Each window is mapped only while its bytes are copied, and its pages are made present first: a file cut short or a full
/// memory is then an exception, not a dead process.</remarks>
internal sealed class MapRange
{
    private const int ChunkLength = 1 << 20;
    private readonly SharedMap _map;

    private MapRange(SharedMap map, long offset, long length)
    {
        _map = map;
        Offset = offset;
        Length = length;
    }

    public long Offset { get; }

    public long Length { get; }

    /// <summary>The part to read; without a length, all that follows the offset.</summary>
    public static MapRange ToRead(SharedMap map, string name, long offset, long? length)
    {
        var room = map.Size - offset;
        return room > 0 && (length ?? 1) <= room
            ? new MapRange(map, offset, length ?? room)
            : throw new IOException(length is null
                ? $"Offset {offset} lies outside {name}, which has {Units.Bytes(map.Size)}."
                : $"{Units.Bytes(length.Value)} at offset {offset} {(length == 1 ? "lies" : "lie")} outside {name}, which has {Units.Bytes(map.Size)}.");
    }

    /// <summary>The part that some content will fill.</summary>
    public static MapRange ToWrite(SharedMap map, string name, long offset, Content content)
    {
        content.RequireRoom(name, map.Size, offset);
        return new MapRange(map, offset, content.Length);
    }

    /// <summary>The bytes, a chunk at a time; each chunk is a copy, valid until the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Chunks()
    {
        var buffer = new byte[Math.Min(ChunkLength, Length)];
        for (var at = 0L; at < Length;)
        {
            var chunk = buffer.AsMemory(0, (int)Math.Min(buffer.Length, Length - at));
            using (var window = Window(at, chunk.Length, MapAccess.ReadOnly))
            {
                window.Read(0, chunk.Span);
            }

            yield return chunk;
            at += chunk.Length;
        }
    }

    public void Fill(Content content)
    {
        var at = 0L;
        foreach (var chunk in content.Chunks())
        {
            // A file that has grown since its length was taken gives more than was asked for.
            var part = chunk.Span[..(int)Math.Min(chunk.Length, Length - at)];
            if (part.IsEmpty)
            {
                break;
            }

            using var window = Window(at, part.Length, MapAccess.ReadWrite);
            window.Write(0, part);
            at += part.Length;
        }

        if (at < Length)
        {
            throw content.CutShort();
        }

        using var whole = _map.CreateView(Offset, Length);
        whole.Flush();
    }

    public void SaveTo(string path, bool overwrite)
    {
        using var file = new WholeFile(path, Length, overwrite);
        foreach (var chunk in Chunks())
        {
            file.Write(chunk.Span);
        }

        file.Finish();
    }

    private MapView Window(long at, long length, MapAccess access)
    {
        Interruption.Token.ThrowIfCancellationRequested();
        return _map.CreateView(Offset + at, length, new MapViewOptions { Access = access, Prefault = true });
    }
}
