using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Images;

/// <summary>The bitmap files of a folder in the order of their names, again and again. All are looked at before the first is played.</summary>
internal sealed class FolderImages : IImageSource
{
    private readonly List<string> _files;
    private readonly string _folder;

    public FolderImages(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(File.Exists(folder) ? $"{folder} is a file, not a folder." : $"There is no folder {folder}.");
        }

        _folder = folder;
        _files = [.. Directory.EnumerateFiles(folder).Where(file => file.EndsWith(".bmp", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        if (_files.Count == 0)
        {
            throw new FileNotFoundException($"The folder {folder} has no file whose name ends with .bmp: there is nothing to stream.");
        }

        Largest = string.Empty;
        foreach (var file in _files)
        {
            using var stream = Open(file, out var pixels);
            var bytes = pixels.Shape.Length;
            if (bytes > ImageGiven.MostBytes)
            {
                throw new InvalidDataException($"The file {file} has {Units.Bytes(bytes)} of pixels, and a frame has {ImageGiven.MostBytes} at most.");
            }

            (MostBytes, Largest) = bytes > MostBytes ? ((int)bytes, $"The file {file}, {pixels.Shape.InWords},") : (MostBytes, Largest);
        }
    }

    public int MostBytes { get; }

    public string Largest { get; }

    public string InWords => $"{(_files.Count == 1 ? "1 bitmap" : $"{_files.Count} bitmaps")} of {_folder}";

    public ImageShape Fill(long number, Span<byte> room)
    {
        // It may be another than it was at first.
        var path = _files[(int)(number % _files.Count)];
        using var file = Open(path, out var pixels);
        if (pixels.Shape.Length > room.Length)
        {
            throw new InvalidDataException($"The file {path} has {Units.Bytes(pixels.Shape.Length)} of pixels now, and the stream's frames have {room.Length}. Start the stream anew.");
        }

        file.Position = pixels.Offset;
        try
        {
            file.ReadExactly(room[..(int)pixels.Shape.Length]);
        }
        catch (EndOfStreamException failure)
        {
            throw new InvalidDataException($"The file {path} was cut short while it was read.", failure);
        }

        return pixels.Shape;
    }

    private static FileStream Open(string path, out BitmapPixels pixels)
    {
        _ = InputFile.LengthOf(path);
        var file = InputFile.Open(path);
        try
        {
            Span<byte> head = stackalloc byte[BitmapPixels.HeadLength];
            var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            pixels = BitmapPixels.Parse(head[..read], file.Length, $"The file {path}");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
