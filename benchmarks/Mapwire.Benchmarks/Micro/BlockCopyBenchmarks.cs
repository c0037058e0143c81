using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Copying 64 KiB out in one call.</summary>
public class BlockCopyBenchmarks : MemoryBenchmarks
{
    private readonly byte[] _target = new byte[Length];

    [Benchmark(Baseline = true)]
    public void Array() => Bytes.AsSpan().CopyTo(_target);

    [Benchmark(Description = "view.Span.CopyTo")]
    public void Span() => View.Span.CopyTo(_target);

    [Benchmark(Description = "view.Read, safe against Dispose")]
    public void Read() => View.Read(0, _target);

    [Benchmark(Description = "accessor.ReadArray")]
    public int ReadArray() => Accessor.ReadArray(0, _target, 0, Length);
}
