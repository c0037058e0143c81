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
        var map = place.Create(BitmapBlock.Size + bitmap.Length, options);
        try
        {
            using var header = map.CreateView(0, BitmapBlock.Size);
            ref var block = ref header.At<BitmapBlock>(0);
            block.Magic = BitmapBlock.RightMagic;
            block.Version = BitmapBlock.RightVersion;
            block.HeaderSize = BitmapBlock.Size;
            block.Length = bitmap.Length;
            block.Width = bitmap.Width;
            block.Height = bitmap.Height;
            block.Stride = bitmap.Stride;
            block.Bits = bitmap.Bits;
            var content = Content.OfFile(path);
            MapRange.ToWrite(map, MapPlace.NameOf(map), BitmapBlock.Size, content).Fill(content);

            // release: publishes the header and the file; pairs with the acquire in ImageReceiver.AwaitReady
            Volatile.Write(ref block.Ready, BitmapBlock.IsReady);
            return map;
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }
}
