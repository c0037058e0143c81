namespace Mapwire;

/// <summary>How the pixels of a frame lie in its bytes.</summary>
public enum PixelFormat
{
    /// <summary>Not pixels, or not said.</summary>
    None = 0,

    /// <summary>8 bits of grey.</summary>
    Gray8 = 1,

    /// <summary>16 bits of grey, in the machine's byte order.</summary>
    Gray16 = 2,

    /// <summary>8 bits each: blue, green, red.</summary>
    Bgr24 = 3,

    /// <summary>8 bits each: red, green, blue.</summary>
    Rgb24 = 4,

    /// <summary>8 bits each: blue, green, red, alpha.</summary>
    Bgra32 = 5,

    /// <summary>8 bits each: red, green, blue, alpha.</summary>
    Rgba32 = 6,

    /// <summary>All of the luma, 8 bits each, then blue and red chroma in turn for each two by two pixels.</summary>
    Nv12 = 7,

    /// <summary>Luma, blue chroma, luma, red chroma, 8 bits each, for each two pixels.</summary>
    Yuyv = 8,

    /// <summary>A whole JPEG file.</summary>
    Jpeg = 9,
}
