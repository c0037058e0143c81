namespace Mapwire.Tool.Output;

/// <summary>A map as it is listed.</summary>
internal sealed record MapListing(
    string Name, string Scope, long Size, string? Owner, DateTimeOffset? Created, IReadOnlyList<int>? ProcessIds, string State, string? Path)
{
    public const string Live = "live";
    public const string Dead = "dead";

    public static MapListing Of(MapInfo map) => new(
        map.Name, map.Scope.ToString(), map.Size, map.Owner, map.Created, map.ProcessIds, map.IsLive ? Live : Dead, map.Path);

    public string StateInWords() => State == Live ? Live : "left by a kill";

    public string CreatedInWords() => Created is { } created ? $"{created.ToLocalTime():yyyy-MM-dd HH:mm:ss}" : "-";

    public string ProcessesInWords() => ProcessIds switch
    {
        null => "-",
        [] => "none",
        _ => string.Join(' ', ProcessIds),
    };
}
