namespace Mapwire;

/// <summary>What <see cref="FileCopy.Copy"/> did.</summary>
/// <param name="Length">How many bytes the file has.</param>
/// <param name="Method">How they travelled: never <see cref="FileCopyMethod.Auto"/>.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record FileCopyResult(long Length, FileCopyMethod Method, TimeSpan Elapsed);
