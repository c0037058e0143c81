namespace Mapwire.Tool.Queues;

/// <summary>How messages look on standard output.</summary>
internal enum MessageForm
{
    Lines,
    LengthPrefixed,
    Json,
}
