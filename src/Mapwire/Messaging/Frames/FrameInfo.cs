using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>What is told of a frame that is a picture. Nothing of it is looked at by the library: a subscriber checks it before it uses it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public readonly record struct FrameInfo
{
    [FieldOffset(0)] private readonly long _sequence;
    [FieldOffset(8)] private readonly long _ticks;
    [FieldOffset(16)] private readonly int _width;
    [FieldOffset(20)] private readonly int _height;
    [FieldOffset(24)] private readonly int _stride;
    [FieldOffset(28)] private readonly PixelFormat _format;

    /// <summary>The number that the frame has at its source.</summary>
    public long Sequence
    {
        get => _sequence;
        init => _sequence = value;
    }

    /// <summary>When it was taken, by the clock of its machine, UTC; 1970 where it was not said, or is no time.</summary>
    public DateTime Time
    {
        get => Utc.OfTicks(_ticks);
        init => _ticks = value.ToUniversalTime().Ticks;
    }

    /// <summary>How many pixels a line has.</summary>
    public int Width
    {
        get => _width;
        init => _width = value;
    }

    /// <summary>How many lines.</summary>
    public int Height
    {
        get => _height;
        init => _height = value;
    }

    /// <summary>How many bytes lie from the beginning of one line to that of the next.</summary>
    public int Stride
    {
        get => _stride;
        init => _stride = value;
    }

    /// <summary>How the pixels lie.</summary>
    public PixelFormat Format
    {
        get => _format;
        init => _format = value;
    }
}
