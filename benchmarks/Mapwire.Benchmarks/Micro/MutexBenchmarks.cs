using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Acquiring a lock that nobody else wants, and releasing it.</summary>
public class MutexBenchmarks
{
    private readonly Lock _lock = new();
    private SharedMutex _shared = null!;
    private Mutex _named = null!;

    [GlobalSetup]
    public void Open()
    {
        var name = UniqueName.Local();
        _shared = SharedMutex.Create(name);
        _named = new Mutex(false, name.Replace("Local", "Global", StringComparison.Ordinal));
    }

    [GlobalCleanup]
    public void Close()
    {
        _named.Dispose();
        _shared.Dispose();
    }

    [Benchmark(Baseline = true, Description = "SharedMutex.Acquire, Dispose")]
    public void Shared()
    {
        using var hold = _shared.Acquire();
    }

    [Benchmark(Description = "System.Threading.Lock.EnterScope, Dispose")]
    public void Local()
    {
        using var scope = _lock.EnterScope();
    }

    [Benchmark(Description = "named Mutex.WaitOne, ReleaseMutex")]
    public void Named()
    {
        _ = _named.WaitOne();
        _named.ReleaseMutex();
    }
}
