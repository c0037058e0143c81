namespace Mapwire;

/// <summary>What a new region is made for, and what an opened one must be.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="SchemaHash">What its contents are; null where the contents themselves say whether they fit.</param>
/// <param name="BodySize">Bytes behind the slots; openers take what there is.</param>
internal readonly record struct RegionShape(RegionKind Kind, ulong? SchemaHash, long BodySize);
