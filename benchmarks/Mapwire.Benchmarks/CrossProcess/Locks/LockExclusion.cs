namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>The framework's lock within a process.</summary>
internal readonly struct LockExclusion(Lock gate) : IExclusion
{
    public void Enter() => gate.Enter();

    public void Exit() => gate.Exit();

    public void Dispose()
    {
    }
}
