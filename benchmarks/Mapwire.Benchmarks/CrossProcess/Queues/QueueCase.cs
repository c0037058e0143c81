namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>One table: who does the same work, and what it is set against.</summary>
/// <param name="Name">By which it is asked for.</param>
/// <param name="Title">What is done.</param>
/// <param name="Columns">What is told of each.</param>
/// <param name="Contenders">In the order of a round; each round begins with another.</param>
/// <param name="Reference">Who the others are compared with.</param>
internal sealed record QueueCase(
    string Name,
    string Title,
    IReadOnlyList<QueueColumn> Columns,
    IReadOnlyList<QueueContender> Contenders,
    QueueContender Reference)
{
    /// <summary>How far the two processors lay from each other before each round of it, in nanoseconds.</summary>
    public Samples Distances { get; } = new();
}
