namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What a ratio of medians is meant to be.</summary>
/// <param name="Figure">Of which figure.</param>
/// <param name="Bound">How much it may be, or must be.</param>
/// <param name="IsLeast">Whether it must be so much, and not may be.</param>
internal sealed record QueueTarget(string Figure, double Bound, bool IsLeast)
{
    public bool IsMet(double ratio) => IsLeast ? ratio >= Bound : ratio <= Bound;
}
