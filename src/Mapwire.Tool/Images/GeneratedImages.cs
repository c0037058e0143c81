using System.Runtime.InteropServices;

namespace Mapwire.Tool.Images;

/// <summary>A pattern of slanting stripes that moves by a pixel with each image.</summary>
internal sealed class GeneratedImages : IImageSource
{
    private const int Period = 256;
    private const uint Opaque = 0xFF000000;
    private readonly ImageShape _shape;
    private readonly uint[] _line;

    public GeneratedImages(ImageShape shape)
    {
        _shape = shape;
        _line = new uint[shape.Width + Period];
        for (var x = 0; x < _line.Length; x++)
        {
            var light = (uint)(x % Period);
            _line[x] = Opaque | ((Period - 1 - light) << 16) | ((light * 2 % Period) << 8) | light;
        }
    }

    public int MostBytes => (int)_shape.Length;

    public string Largest => $"A generated image of {_shape.InWords}";

    public string InWords => $"a moving pattern of {_shape.InWords}";

    public ImageShape Fill(long number, Span<byte> room)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(room[..MostBytes]);
        for (var y = 0; y < _shape.Height; y++)
        {
            _line.AsSpan((int)((number + y) % Period), _shape.Width).CopyTo(pixels[(y * _shape.Width)..]);
        }

        return _shape;
    }
}
