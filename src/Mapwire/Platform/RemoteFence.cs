namespace Mapwire.Platform;

/// <summary>A fence on every processor that runs a process which takes part, so that those who are many times faster need none of their own.</summary>
/// <remarks>
/// Pairs: one who stores and then loads without a fence in a process that takes part, and one who stores, issues, and then loads. One of them sees the other's store.
/// Linux: membarrier(2), global expedited. Elsewhere nobody takes part, and nobody needs to issue.
/// </remarks>
internal static partial class RemoteFence
{
    private static readonly Lazy<bool> _takesPart = new(() => OperatingSystem.IsLinux() && Linux.TryRegister());

    /// <summary>For tests: behaves as a system that has no such fence does.</summary>
    public static bool IsMissing { get; set; }

    /// <summary>Whether this process is reached by the fences of others; else it makes its own.</summary>
    public static bool TakesPart => !IsMissing && _takesPart.Value;

    /// <summary>Makes the fence; false where another process may take part and this one has not the right to reach it.</summary>
    public static bool TryIssue()
    {
        Interlocked.MemoryBarrier();
        return !OperatingSystem.IsLinux() || (!IsMissing && Linux.TryIssue());
    }
}
