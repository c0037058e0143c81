namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>The tables of <c>locks</c>.</summary>
internal enum LocksPart
{
    /// <summary>Acquiring and releasing with nobody else there.</summary>
    Uncontended = 0,

    /// <summary>Two processes that want the same lock all the time.</summary>
    Contended = 1,

    /// <summary>The same, with work of its own between.</summary>
    Handoff = 2,

    /// <summary>Two processes that wake each other in turn.</summary>
    Events = 3,
}
