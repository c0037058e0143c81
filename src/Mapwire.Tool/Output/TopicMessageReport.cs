namespace Mapwire.Tool.Output;

/// <summary>A message of a topic: as text, or as bytes (base64 in JSON) where it is none; whose it is, which, and what was lost directly before it.</summary>
internal sealed record TopicMessageReport(string? Text, byte[]? Bytes, int Publisher, long Sequence, LossReport? Lost);
