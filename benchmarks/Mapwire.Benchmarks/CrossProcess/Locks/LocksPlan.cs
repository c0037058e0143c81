namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>What is asked of <c>locks</c>.</summary>
/// <param name="Parts">Which tables.</param>
/// <param name="Rounds">How often each contender runs.</param>
/// <param name="Uncontended">How many acquisitions with nobody else there.</param>
/// <param name="Contended">How many acquisitions two processes make together.</param>
/// <param name="Handoffs">How many acquisitions two processes make together that work between.</param>
/// <param name="Between">For how many nanoseconds they do.</param>
/// <param name="Trips">How many round trips of an event for the mean, and as many for the percentiles.</param>
/// <param name="Floors">The folder of the C floors, or null.</param>
/// <param name="First">The processor of the first process.</param>
/// <param name="Second">The processor of the second; null where there is none.</param>
/// <param name="Limit">How long one run may take.</param>
internal sealed record LocksPlan(
    IReadOnlyList<LocksPart> Parts,
    int Rounds,
    int Uncontended,
    int Contended,
    int Handoffs,
    int Between,
    int Trips,
    string? Floors,
    int First,
    int? Second,
    TimeSpan Limit);
