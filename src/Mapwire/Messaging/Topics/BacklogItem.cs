namespace Mapwire;

/// <summary>A message in a backlog.</summary>
/// <param name="Bytes">The bytes, and perhaps more behind them.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Lane">The lane that it came from.</param>
/// <param name="Sequence">Its sequence there.</param>
/// <param name="Loss">What was lost directly before it.</param>
internal readonly record struct BacklogItem(byte[] Bytes, int Length, int Lane, long Sequence, TopicLoss? Loss)
{
    private const int Overhead = 64;

    /// <summary>How many bytes it counts for.</summary>
    public long Cost => Length + Overhead;
}
