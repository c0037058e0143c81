namespace Mapwire;

/// <summary>What latest values say: what they are for, which is the newest, and who writes.</summary>
public sealed record LatestInfo
{
    /// <summary>The name of the values' type, as the program says that made them; "bytes" for values of any length.</summary>
    public required string ValueType { get; init; }

    /// <summary>How many bytes each value has; 0 for any number.</summary>
    public required int ValueSize { get; init; }

    /// <summary>How many bytes a value may have.</summary>
    public required int Capacity { get; init; }

    /// <summary>How many values have been written: the version of the newest; 0 for none.</summary>
    public required long Version { get; init; }

    /// <summary>How many bytes the newest has; 0 where there is none, or where it was overtaken each time it was looked at.</summary>
    public required int Length { get; init; }

    /// <summary>How long ago the newest was written; null where there is none, or where it was overtaken each time it was looked at.</summary>
    public required TimeSpan? Age { get; init; }

    /// <summary>The slot of the writer; null where nobody writes. One that died and has not been recovered yet is the writer still.</summary>
    public required int? Writer { get; init; }

    /// <summary>How many writers there have been.</summary>
    public required int WriterCount { get; init; }

    /// <summary>The slots of those who wait for a change.</summary>
    public required IReadOnlyList<int> Waiting { get; init; }
}
