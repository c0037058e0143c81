namespace Mapwire.Platform;

/// <summary>What the system tells of one name.</summary>
internal sealed record NameFacts(
    string FullName, MapScope Scope, long Size, string? Owner, DateTimeOffset? Created, IReadOnlyList<int>? ProcessIds, bool IsLive, string? Path);
