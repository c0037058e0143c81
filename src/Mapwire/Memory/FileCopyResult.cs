namespace Mapwire;

/// <summary>What <see cref="FileCopy.Copy"/> did.</summary>
public sealed record FileCopyResult
{
    internal FileCopyResult()
    {
    }

    /// <summary>How many bytes the file has.</summary>
    public required long Length { get; init; }

    /// <summary>How they travelled: never <see cref="FileCopyMethod.Auto"/>; <see cref="FileCopyMethod.Map"/> if any part did.</summary>
    public required FileCopyMethod Method { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
