namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What <c>queues</c> was asked for.</summary>
/// <param name="Only">The names, or beginnings of names, of the cases; none for all.</param>
/// <param name="Rounds">How often each runs.</param>
/// <param name="Scale">By how much all counts are multiplied.</param>
/// <param name="Floors">The folder of the C programs.</param>
/// <param name="First">The processor of who writes or asks.</param>
/// <param name="Second">That of who reads or answers.</param>
/// <param name="Limit">How long one run may take.</param>
internal sealed record QueuePlan(
    IReadOnlyList<string> Only, int Rounds, double Scale, string? Floors, int First, int Second, TimeSpan Limit)
{
    public bool Wants(string name) => Only.Count == 0 || Only.Any(one => name.StartsWith(one, StringComparison.Ordinal));

    public long Count(long standard) => Math.Max(1, (long)(standard * Scale));
}
