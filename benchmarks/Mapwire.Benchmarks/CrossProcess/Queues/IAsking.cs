namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Who sends questions and waits for their answers.</summary>
internal interface IAsking : IBlocks
{
    /// <summary>Sends so many, each by the clock.</summary>
    void Pass(long from, Span<long> ticks);
}
