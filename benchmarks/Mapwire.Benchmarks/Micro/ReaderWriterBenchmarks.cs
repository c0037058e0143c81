using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Acquiring a reader-writer lock that nobody else wants, and releasing it.</summary>
public class ReaderWriterBenchmarks
{
    private SharedReaderWriterLock _shared = null!;
    private ReaderWriterLockSlim _local = null!;

    [GlobalSetup]
    public void Open()
    {
        _shared = SharedReaderWriterLock.Create(UniqueName.Local());
        _local = new ReaderWriterLockSlim();
    }

    [GlobalCleanup]
    public void Close()
    {
        _local.Dispose();
        _shared.Dispose();
    }

    [Benchmark(Baseline = true, Description = "SharedReaderWriterLock.AcquireRead, Dispose")]
    public void SharedRead()
    {
        using var hold = _shared.AcquireRead();
    }

    [Benchmark(Description = "SharedReaderWriterLock.AcquireWrite, Dispose")]
    public void SharedWrite()
    {
        using var hold = _shared.AcquireWrite();
    }

    [Benchmark(Description = "ReaderWriterLockSlim.EnterReadLock, ExitReadLock")]
    public void LocalRead()
    {
        _local.EnterReadLock();
        _local.ExitReadLock();
    }

    [Benchmark(Description = "ReaderWriterLockSlim.EnterWriteLock, ExitWriteLock")]
    public void LocalWrite()
    {
        _local.EnterWriteLock();
        _local.ExitWriteLock();
    }
}
