namespace Mapwire;

/// <summary>How a wait for a change ended.</summary>
public enum LatestChange
{
    /// <summary>Nothing changed in time.</summary>
    None,

    /// <summary>There is a value that this reader has not read.</summary>
    NewValue,

    /// <summary>The writer was closed, or died. Told once of each writer: the next wait is for the value of another.</summary>
    WriterGone,
}
