using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Acquiring one of several permits that nobody else wants, and giving it back.</summary>
public class SemaphoreBenchmarks
{
    private const int Permits = 4;

    private SharedSemaphore _shared = null!;
    private SemaphoreSlim _local = null!;

    [GlobalSetup]
    public void Open()
    {
        _shared = SharedSemaphore.Create(UniqueName.Local(), Permits);
        _local = new SemaphoreSlim(Permits, Permits);
    }

    [GlobalCleanup]
    public void Close()
    {
        _local.Dispose();
        _shared.Dispose();
    }

    [Benchmark(Baseline = true, Description = "SharedSemaphore.Acquire, Dispose")]
    public void Shared()
    {
        using var hold = _shared.Acquire();
    }

    [Benchmark(Description = "SemaphoreSlim.Wait, Release")]
    public void Local()
    {
        _local.Wait();
        _ = _local.Release();
    }
}
