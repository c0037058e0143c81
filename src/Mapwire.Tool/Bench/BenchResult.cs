namespace Mapwire.Tool.Bench;

/// <summary>What one run said.</summary>
/// <param name="Transport">What carried the messages.</param>
/// <param name="Size">The length of each in bytes.</param>
/// <param name="Count">How many counted.</param>
/// <param name="Times">How long the round trips took; where that was measured.</param>
/// <param name="MessagesPerSecond">How many crossed in a second; where that was measured.</param>
/// <param name="WrittenPerSecond">How many were written in a second; where not all are meant to cross.</param>
internal sealed record BenchResult(
    BenchTransport Transport, int Size, long Count, TripTimes? Times, double MessagesPerSecond, double? WrittenPerSecond = null);
