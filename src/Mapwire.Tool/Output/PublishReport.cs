namespace Mapwire.Tool.Output;

/// <summary>What was published to a topic, and how many subscribed at the end of it.</summary>
internal sealed record PublishReport(string Event, string Name, long Messages, long Bytes, int Subscribers, bool Completed);
