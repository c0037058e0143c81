namespace Mapwire.Platform;

/// <summary>How the kernel objects beside a region are called, on systems where they have names.</summary>
/// <param name="Prefix">The scope and what tells the region from every other.</param>
/// <param name="ReachesOthers">Whether other users take part.</param>
internal sealed record RegionObjects(string Prefix, bool ReachesOthers)
{
    public static RegionObjects Of(MapScope scope, ulong id, bool reachesOthers) =>
        new($@"{(scope == MapScope.Global ? "Global" : "Local")}\mapwire-{id:x16}", reachesOthers);
}
