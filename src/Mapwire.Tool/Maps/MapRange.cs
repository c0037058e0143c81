using Mapwire.Tool.Output;

namespace Mapwire.Tool.Maps;

/// <summary>A part of a map, read and written in windows, so that it may be larger than memory.</summary>
/// <remarks>Every window's pages are made present first: a file cut short or a full memory is then an exception, not a dead process.</remarks>
internal sealed class MapRange
{
    private const long WindowLength = 64L << 20;
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
                ? $"Offset {offset} lies outside {name}, which has {map.Size} bytes."
                : $"{length} bytes at offset {offset} lie outside {name}, which has {map.Size} bytes.");
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
        foreach (var view in Windows(MapAccess.ReadOnly))
        {
            for (var at = 0L; at < view.Length;)
            {
                var chunk = buffer.AsMemory(0, (int)Math.Min(buffer.Length, view.Length - at));
                view.Read(at, chunk.Span);
                yield return chunk;
                at += chunk.Length;
            }
        }
    }

    public void Fill(Content content)
    {
        using var chunks = content.Chunks().GetEnumerator();
        ReadOnlyMemory<byte> rest = default;
        foreach (var view in Windows(MapAccess.ReadWrite))
        {
            for (var at = 0L; at < view.Length;)
            {
                if (rest.IsEmpty)
                {
                    rest = chunks.MoveNext() ? chunks.Current : throw content.CutShort();
                    continue;
                }

                var part = rest[..(int)Math.Min(rest.Length, view.Length - at)];
                view.Write(at, part.Span);
                rest = rest[part.Length..];
                at += part.Length;
            }

            view.Flush();
        }
    }

    public void SaveTo(string path)
    {
        using var file = new WholeFile(path);
        foreach (var chunk in Chunks())
        {
            file.Write(chunk.Span);
        }

        file.Finish();
    }

    private IEnumerable<MapView> Windows(MapAccess access)
    {
        for (var at = 0L; at < Length;)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            var length = Math.Min(WindowLength, Length - at);
            using var view = _map.CreateView(Offset + at, length, new MapViewOptions { Access = access, Prefault = true });
            yield return view;
            at += length;
        }
    }
}
