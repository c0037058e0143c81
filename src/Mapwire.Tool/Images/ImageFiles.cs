using Mapwire.Tool.Output;

namespace Mapwire.Tool.Images;

/// <summary>The files of a folder into which a stream is saved, each whole or not at all.</summary>
internal sealed class ImageFiles
{
    private readonly string _folder;
    private readonly bool _overwrite;

    public ImageFiles(string folder, bool overwrite)
    {
        (_folder, _overwrite) = (folder, overwrite);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(File.Exists(folder) ? $"{folder} is a file, not a folder." : $"There is no folder {folder}. Make it first.");
        }
    }

    /// <summary>Writes an image; returns where to.</summary>
    /// <param name="publisher">Whose it is; the files of the first have no more than a number as a name.</param>
    /// <param name="number">Which of its publisher.</param>
    /// <param name="shape">How the pixels lie.</param>
    /// <param name="pixels">The pixels.</param>
    public string Save(int publisher, long number, ImageShape shape, ReadOnlySpan<byte> pixels)
    {
        Span<byte> room = stackalloc byte[BitmapPixels.MostHeaders];
        var headers = BitmapPixels.Headers(shape, room);
        var path = Path.Combine(_folder, publisher == 0 ? $"{number:00000000}.bmp" : $"{publisher}-{number:00000000}.bmp");
        using var file = new WholeFile(path, headers.Length + (long)pixels.Length, _overwrite);
        file.Write(headers);
        file.Write(pixels);
        file.Finish();
        return path;
    }
}
