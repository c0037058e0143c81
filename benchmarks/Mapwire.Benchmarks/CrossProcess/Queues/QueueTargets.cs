using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What the library is meant to reach against the reference of a case, where something is meant.</summary>
internal static class QueueTargets
{
    /// <summary>A trip between sleeping processes is near to C, as that of an event is.</summary>
    public static QueueTarget Parked { get; } = new(Figures.Median, LocksVerdict.Most, IsLeast: false);
}
