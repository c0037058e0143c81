using Mapwire.Tool.Maps;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Images;

/// <summary>Puts a bitmap file into a new map.</summary>
internal static class ImageSender
{
    public static Bitmap Check(string path)
    {
        _ = InputFile.LengthOf(path);
        using var file = InputFile.Open(path);
        Span<byte> head = stackalloc byte[Bitmap.HeadLength];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return Bitmap.Parse(head[..read], file.Length, $"The file {path}");
    }

    public static SharedMap Send(string path, Bitmap bitmap, MapPlace place, MapOptions options)
    {
        var map = place.Create(BitmapBlockLayout.Size + bitmap.Length, options);
        try
        {
            using var header = map.CreateView(0, BitmapBlockLayout.Size);
            ref var block = ref header.At<BitmapBlockLayout>(0);
            block.Magic = BitmapBlockLayout.RightMagic;
            block.Version = BitmapBlockLayout.RightVersion;
            block.HeaderSize = BitmapBlockLayout.Size;
            block.Length = bitmap.Length;
            block.Width = bitmap.Width;
            block.Height = bitmap.Height;
            block.Stride = bitmap.Stride;
            block.Bits = bitmap.Bits;
            var content = Content.OfFile(path);
            MapRange.ToWrite(map, MapPlace.NameOf(map), BitmapBlockLayout.Size, content).Fill(content);

            // release: publishes the header and the file; pairs with the acquire in ImageReceiver.AwaitReady
            Volatile.Write(ref block.Ready, BitmapBlockLayout.IsReady);
            return map;
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }
}
