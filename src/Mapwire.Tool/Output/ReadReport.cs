namespace Mapwire.Tool.Output;

/// <summary>What was read: as text, as bytes (base64 in JSON) or into a file.</summary>
internal sealed record ReadReport(string Name, long Offset, long Length, string? Text, byte[]? Bytes, string? Output);
