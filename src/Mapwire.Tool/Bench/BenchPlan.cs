namespace Mapwire.Tool.Bench;

/// <summary>One run: what is measured, with which messages, over what.</summary>
/// <param name="Kind">What is measured.</param>
/// <param name="Transport">What carries the messages.</param>
/// <param name="Size">The length of each message in bytes.</param>
/// <param name="Count">How many messages count, or null for as many as take <paramref name="Seconds"/>.</param>
/// <param name="Wait">How a process waits, or null for the transport's own way.</param>
/// <param name="Capacity">How many bytes the transport may hold, or null for its own number.</param>
/// <param name="Writers">How many processes send.</param>
/// <param name="Readers">How many processes receive, or subscribe.</param>
/// <param name="Processors">The processor of each process, writers first; empty where the system places them.</param>
/// <param name="Seconds">How long the counted part is meant to take where no count is given.</param>
/// <param name="BreakAt">The number of a counted message that is sent wrong, for tests, or null.</param>
internal sealed record BenchPlan(
    BenchKind Kind,
    BenchTransport Transport,
    int Size,
    long? Count,
    BenchWait? Wait,
    long? Capacity,
    int Writers,
    int Readers,
    IReadOnlyList<int> Processors,
    double Seconds,
    long? BreakAt)
{
    public const int LargestSize = 256 << 20;
    public const int MostProcesses = 64;

    /// <summary>The number of a message takes its first bytes where it has as many.</summary>
    public const int NumberLength = sizeof(long);

    public bool IsPair => Writers == 1 && Readers == 1;

    /// <summary>Whether each reader gets every message, not one of several.</summary>
    public bool IsBroadcast => Transport is BenchTransport.Topic or BenchTransport.Frames;

    /// <summary>Whether a reader gets the newest of what was written, and the rest not.</summary>
    public bool IsNewestOnly => Transport == BenchTransport.Latest && Kind == BenchKind.Throughput;

    /// <summary>Whether each reader gets all messages of one writer, and nothing else.</summary>
    public bool IsStream => Writers == 1 && (Readers == 1 || IsBroadcast);

    public BenchWait WaitOr(BenchWait other) => Wait ?? other;
}
