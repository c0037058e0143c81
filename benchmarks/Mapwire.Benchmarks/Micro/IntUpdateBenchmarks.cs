using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Adding one to integers in place, one after another; the time is that of one integer.</summary>
public class IntUpdateBenchmarks : MemoryBenchmarks
{
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void Array()
    {
        var numbers = Numbers;
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i]++;
        }
    }

    [Benchmark(Description = "view.AsSpan<int> taken once", OperationsPerInvoke = Count)]
    public void SpanOnce()
    {
        var numbers = View.AsSpan<int>(0, Count);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i]++;
        }
    }

    [Benchmark(Description = "view.At<int>(offset)++", OperationsPerInvoke = Count)]
    public void At()
    {
        var view = View;
        for (var i = 0; i < Count; i++)
        {
            view.At<int>(i * (long)sizeof(int))++;
        }
    }

    [Benchmark(Description = "accessor.ReadInt32 and Write", OperationsPerInvoke = Count)]
    public void ReadAndWrite()
    {
        var accessor = Accessor;
        for (var i = 0; i < Count; i++)
        {
            var offset = i * (long)sizeof(int);
            accessor.Write(offset, accessor.ReadInt32(offset) + 1);
        }
    }
}
