namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Where messages of bytes go. A struct, so that the loops are compiled for each kind by itself.</summary>
internal interface IBytesOutlet
{
    bool TryWrite(ReadOnlySpan<byte> message);

    void Write(ReadOnlySpan<byte> message);
}
