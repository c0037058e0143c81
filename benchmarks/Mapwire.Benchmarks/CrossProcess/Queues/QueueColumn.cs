namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>One figure of a table.</summary>
/// <param name="Figure">As the runs call it.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Format">How its number is written.</param>
/// <param name="IsCompared">Whether it is set against the reference.</param>
/// <param name="Most">More than this is a failure.</param>
internal sealed record QueueColumn(string Figure, string Title, string Format, bool IsCompared, double Most = double.PositiveInfinity);
