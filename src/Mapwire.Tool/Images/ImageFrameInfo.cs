using System.Runtime.InteropServices;

namespace Mapwire.Tool.Images;

/// <summary>What is told of each frame of a stream of bitmaps. Its pixels are what the frame has, and nothing else.</summary>
/// <remarks><code>
///    0  Picture    a FrameInfo; a negative height: the top row comes first
///   32  Checksum   CRC-32C of the pixels
///   36  (zero)
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal readonly record struct ImageFrameInfo
{
    [FieldOffset(0)] private readonly FrameInfo _picture;
    [FieldOffset(32)] private readonly uint _checksum;

    public ImageFrameInfo(FrameInfo picture, uint checksum) => (_picture, _checksum) = (picture, checksum);

    public FrameInfo Picture => _picture;

    public uint Checksum => _checksum;
}
