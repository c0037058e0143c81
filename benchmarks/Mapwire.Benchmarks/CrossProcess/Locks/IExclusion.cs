namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Something that one holds at a time.</summary>
/// <remarks>Implemented by structs, so that the loops are compiled for each and call nothing through a table.</remarks>
internal interface IExclusion : IDisposable
{
    void Enter();

    void Exit();
}
