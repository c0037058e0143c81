namespace Mapwire;

/// <summary>How <see cref="FileCopy.Copy"/> works. Immutable; safe to share between threads.</summary>
public sealed class FileCopyOptions
{
    /// <summary>How the bytes travel.</summary>
    /// <remarks>Default: <see cref="FileCopyMethod.Auto"/>.</remarks>
    public FileCopyMethod Method { get; init; }

    /// <summary>Whether a file at the destination may be replaced; it stays whole until the copy is.</summary>
    /// <remarks>Default: false.</remarks>
    public bool Overwrite { get; init; }

    /// <summary>Is told now and then how many bytes are done, on the copying thread.</summary>
    /// <remarks>Default: null.</remarks>
    public IProgress<long>? Progress { get; init; }
}
