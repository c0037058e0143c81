namespace Mapwire.Tool.Images;

/// <summary>Where the images of a stream come from.</summary>
internal interface IImageSource
{
    /// <summary>How many bytes of pixels the largest has.</summary>
    int MostBytes { get; }

    /// <summary>Which is the largest, to begin a sentence.</summary>
    string Largest { get; }

    string InWords { get; }

    /// <summary>Puts the pixels of an image into room that may have more, and says how they lie.</summary>
    /// <param name="number">Which, from 0; there is always a next.</param>
    /// <param name="room">Where to.</param>
    ImageShape Fill(long number, Span<byte> room);
}
