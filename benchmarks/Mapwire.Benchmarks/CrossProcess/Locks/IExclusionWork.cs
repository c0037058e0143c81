namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>What is done with any of them.</summary>
internal interface IExclusionWork
{
    Figures Do<TExclusion>(ref TExclusion exclusion)
        where TExclusion : struct, IExclusion;
}
