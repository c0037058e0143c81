namespace Mapwire.Tool.Queues;

/// <summary>How messages are taken, and until when.</summary>
/// <param name="Count">How many; null for all.</param>
/// <param name="EndsWithWriters">Whether it ends when nobody writes any more.</param>
/// <param name="Wait">For how long nothing may come; null for as long as it takes.</param>
/// <param name="Look">How to look from outside.</param>
internal sealed record ReceiveRules(int? Count, bool EndsWithWriters, TimeSpan? Wait, MapOptions Look);
