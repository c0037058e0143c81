namespace Mapwire.Tool.Bench;

/// <summary>What is compared: every transport, with each size, there and back and one way.</summary>
/// <param name="Sizes">The lengths of the messages.</param>
/// <param name="Rounds">How often each transport has its turn.</param>
/// <param name="Count">How many messages count in each run, or null for as many as take <see cref="Seconds"/>.</param>
/// <param name="Processors">The processors of the two processes, or none.</param>
internal sealed record ComparePlan(IReadOnlyList<int> Sizes, int Rounds, long? Count, IReadOnlyList<int> Processors)
{
    public const double Seconds = 0.5;
    public const int DefaultRounds = 5;
    public const int MostRounds = 1000;

    public static IReadOnlyList<int> DefaultSizes { get; } = [64, 4096];

    public BenchPlan Bench(BenchKind kind, BenchTransport transport, int size) =>
        new(kind, transport, size, Count, null, null, 1, 1, Processors, Seconds, null);
}
