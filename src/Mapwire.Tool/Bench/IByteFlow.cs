namespace Mapwire.Tool.Bench;

/// <summary>A stream of bytes through the kernel, without limits of messages.</summary>
internal interface IByteFlow : IDisposable
{
    /// <summary>Waits for bytes, and takes what there is.</summary>
    /// <returns>How many; 0 where no more can come.</returns>
    int Read(Span<byte> bytes);

    void Write(ReadOnlySpan<byte> bytes);
}
