using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Reading bytes one after another; the time is that of one byte.</summary>
public class ByteSumBenchmarks : MemoryBenchmarks
{
    [Benchmark(Baseline = true, OperationsPerInvoke = Length)]
    public int Array()
    {
        var bytes = Bytes;
        var sum = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            sum += bytes[i];
        }

        return sum;
    }

    [Benchmark(Description = "view.Span taken once", OperationsPerInvoke = Length)]
    public int SpanOnce()
    {
        var bytes = View.Span;
        var sum = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            sum += bytes[i];
        }

        return sum;
    }

    [Benchmark(Description = "view.Span[i]", OperationsPerInvoke = Length)]
    public int SpanEachTime()
    {
        var view = View;
        var sum = 0;
        for (var i = 0; i < Length; i++)
        {
            sum += view.Span[i];
        }

        return sum;
    }

    [Benchmark(Description = "view.ReadOnlySpan[i]", OperationsPerInvoke = Length)]
    public int ReadOnlySpanEachTime()
    {
        var view = View;
        var sum = 0;
        for (var i = 0; i < Length; i++)
        {
            sum += view.ReadOnlySpan[i];
        }

        return sum;
    }

    [Benchmark(Description = "view.At<byte>(i)", OperationsPerInvoke = Length)]
    public int At()
    {
        var view = View;
        var sum = 0;
        for (var i = 0; i < Length; i++)
        {
            sum += view.At<byte>(i);
        }

        return sum;
    }

    [Benchmark(Description = "accessor.ReadByte(i)", OperationsPerInvoke = Length)]
    public int ReadByte()
    {
        var accessor = Accessor;
        var sum = 0;
        for (var i = 0; i < Length; i++)
        {
            sum += accessor.ReadByte(i);
        }

        return sum;
    }
}
