namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>The framework's mutex by name.</summary>
internal readonly struct NamedMutexExclusion(Mutex mutex) : IExclusion
{
    public void Enter() => _ = mutex.WaitOne();

    public void Exit() => mutex.ReleaseMutex();

    public void Dispose() => mutex.Dispose();
}
