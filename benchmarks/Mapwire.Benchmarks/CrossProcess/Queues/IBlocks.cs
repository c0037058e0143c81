namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>One side's hot loop, called once for each block of messages, so that it is compiled for good and not while it runs.</summary>
internal interface IBlocks
{
    /// <summary>Passes messages.</summary>
    /// <param name="from">The number of the first.</param>
    /// <param name="count">How many; a multiple of <see cref="Blocks.Least"/> where they are small.</param>
    void Pass(long from, int count);
}
