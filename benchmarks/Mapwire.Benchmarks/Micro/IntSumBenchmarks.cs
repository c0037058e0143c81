using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Reading integers one after another; the time is that of one integer.</summary>
public class IntSumBenchmarks : MemoryBenchmarks
{
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Array()
    {
        var numbers = Numbers;
        var sum = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            sum += numbers[i];
        }

        return sum;
    }

    [Benchmark(Description = "view.AsSpan<int> taken once", OperationsPerInvoke = Count)]
    public int SpanOnce()
    {
        var numbers = View.AsSpan<int>(0, Count);
        var sum = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            sum += numbers[i];
        }

        return sum;
    }

    [Benchmark(Description = "view.AsSpan<int>(0, count)[i]", OperationsPerInvoke = Count)]
    public int SpanEachTime()
    {
        var view = View;
        var sum = 0;
        for (var i = 0; i < Count; i++)
        {
            sum += view.AsSpan<int>(0, Count)[i];
        }

        return sum;
    }

    [Benchmark(Description = "view.At<int>(offset)", OperationsPerInvoke = Count)]
    public int At()
    {
        var view = View;
        var sum = 0;
        for (var i = 0; i < Count; i++)
        {
            sum += view.At<int>(i * (long)sizeof(int));
        }

        return sum;
    }

    [Benchmark(Description = "view.ReadOnlyAt<int>(offset)", OperationsPerInvoke = Count)]
    public int ReadOnlyAt()
    {
        var view = View;
        var sum = 0;
        for (var i = 0; i < Count; i++)
        {
            sum += view.ReadOnlyAt<int>(i * (long)sizeof(int));
        }

        return sum;
    }

    [Benchmark(Description = "accessor.ReadInt32(offset)", OperationsPerInvoke = Count)]
    public int ReadInt32()
    {
        var accessor = Accessor;
        var sum = 0;
        for (var i = 0; i < Count; i++)
        {
            sum += accessor.ReadInt32(i * (long)sizeof(int));
        }

        return sum;
    }
}
