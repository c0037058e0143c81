namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Where messages of bytes come from: each is copied out in full. A struct, so that the loops are compiled for each kind by itself.</summary>
internal interface IBytesInlet
{
    /// <summary>Takes one, as long as it takes until there is one.</summary>
    void Take(Span<byte> buffer);
}
