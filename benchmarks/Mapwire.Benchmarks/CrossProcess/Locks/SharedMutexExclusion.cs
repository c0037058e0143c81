namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Mapwire's mutex by name.</summary>
internal struct SharedMutexExclusion(SharedMutex mutex) : IExclusion
{
    private MutexHold _hold;

    public void Enter() => _hold = mutex.Acquire();

    public readonly void Exit() => _hold.Dispose();

    public readonly void Dispose() => mutex.Dispose();
}
