namespace Mapwire.Tool.Output;

/// <summary>A message: as text, or as bytes (base64 in JSON) where it is none.</summary>
internal sealed record MessageReport(string? Text, byte[]? Bytes, bool Redelivered);
