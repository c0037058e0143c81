namespace Mapwire;

/// <summary>A region is foreign, damaged, of another version or of another kind; nothing was changed in it.</summary>
/// <remarks>Raised by the library only, which always says which field it is.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032", Justification = "It always names a field.")]
public sealed class InvalidRegionException : IOException
{
    internal InvalidRegionException(string region, string field, string found, string expected, string advice)
        : base($"{region} cannot be used: its {field} is {found}, expected {expected}. {advice}")
    {
        Region = region;
        Field = field;
        Found = found;
        Expected = expected;
    }

    /// <summary>The name of the region.</summary>
    public string Region { get; }

    /// <summary>Which of its fields is wrong.</summary>
    public string Field { get; }

    /// <summary>What the field holds.</summary>
    public string Found { get; }

    /// <summary>What it should hold.</summary>
    public string Expected { get; }
}
