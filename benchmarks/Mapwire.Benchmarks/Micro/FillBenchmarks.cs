using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Filling 64 KiB in one call.</summary>
public class FillBenchmarks : MemoryBenchmarks
{
    [Benchmark(Baseline = true)]
    public void Array() => Bytes.AsSpan().Fill(7);

    [Benchmark(Description = "view.Span.Fill")]
    public void Span() => View.Span.Fill(7);

    [Benchmark(Description = "view.AsSpan<int>.Fill")]
    public void SpanOfInt() => View.AsSpan<int>(0, Count).Fill(7);
}
