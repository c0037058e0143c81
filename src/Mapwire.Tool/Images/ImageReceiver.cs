using System.Diagnostics;
using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Images;

/// <summary>Takes a bitmap file out of a map that anybody may have made: each number is copied once, checked, then used.</summary>
internal static class ImageReceiver
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public static Bitmap Receive(SharedMap map, string path, bool overwrite)
    {
        var name = MapPlace.NameOf(map);
        var said = ReadBlock(map, name);
        using var file = new WholeFile(path, said.Length, overwrite);
        var isFirst = true;
        foreach (var chunk in MapRange.ToRead(map, name, BitmapBlockLayout.Size, said.Length).Chunks())
        {
            if (isFirst)
            {
                Compare(said, Bitmap.Parse(chunk.Span, said.Length, $"What stands in {name}"), name);
                isFirst = false;
            }

            file.Write(chunk.Span);
        }

        file.Finish();
        return said;
    }

    private static Bitmap ReadBlock(SharedMap map, string name)
    {
        if (map.Size < BitmapBlockLayout.Size)
        {
            throw new InvalidDataException($"{name} holds no bitmap: it has {Units.Bytes(map.Size)}, fewer than the block's header ({BitmapBlockLayout.Size}).");
        }

        using var view = map.CreateView(0, BitmapBlockLayout.Size, new MapViewOptions { Access = MapAccess.ReadOnly, Prefault = true });
        AwaitReady(view, name);
        var block = view.ReadOnlyAt<BitmapBlockLayout>(0);
        Require(block.Magic == BitmapBlockLayout.RightMagic, name, "magic", block.Magic, BitmapBlockLayout.RightMagic);
        Require(block.Version == BitmapBlockLayout.RightVersion, name, "version", block.Version, BitmapBlockLayout.RightVersion);
        Require(block.HeaderSize == BitmapBlockLayout.Size, name, "header size", block.HeaderSize, BitmapBlockLayout.Size);
        var room = map.Size - BitmapBlockLayout.Size;
        return block.Length >= 1 && block.Length <= room
            ? new Bitmap(block.Length, block.Width, block.Height, block.Stride, block.Bits)
            : throw new InvalidDataException($"{name} lies about its length: {Units.Bytes(block.Length)} of bitmap in a map with room for {room}.");
    }

    private static void AwaitReady(MapView view, string name)
    {
        ref readonly var block = ref view.ReadOnlyAt<BitmapBlockLayout>(0);
        var watch = Stopwatch.StartNew();
        var wait = default(SpinWait);

        // acquire: what was written before is seen after; pairs with the release in ImageSender.Send
        while (Volatile.Read(in block.Ready) != BitmapBlockLayout.IsReady)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            if (watch.Elapsed > _patience)
            {
                throw new InvalidDataException(
                    $"{name} holds no finished bitmap: its ready word is {Volatile.Read(in block.Ready)} and did not become {BitmapBlockLayout.IsReady} in {_patience.TotalSeconds:0} seconds.");
            }

            wait.SpinOnce();
        }
    }

    private static void Require(bool holds, string name, string field, ulong found, ulong wanted)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{name} holds no bitmap block: its {field} is 0x{found:x}, not 0x{wanted:x}.");
        }
    }

    private static void Require(bool holds, string name, string field, int found, int wanted)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{name} holds no bitmap block this program knows: its {field} is {found}, not {wanted}.");
        }
    }

    private static void Compare(Bitmap said, Bitmap found, string name)
    {
        if (said != found)
        {
            throw new InvalidDataException(
                $"{name} lies about its bitmap: the block says {Words(said)}, the bitmap's own header {Words(found)}.");
        }
    }

    private static string Words(Bitmap bitmap) => $"{bitmap.Width} x {bitmap.Height}, {bitmap.Bits} bits, stride {bitmap.Stride}";
}
