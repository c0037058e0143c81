using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Writing bytes one after another; the time is that of one byte.</summary>
public class ByteWriteBenchmarks : MemoryBenchmarks
{
    [Benchmark(Baseline = true, OperationsPerInvoke = Length)]
    public void Array()
    {
        var bytes = Bytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)i;
        }
    }

    [Benchmark(Description = "view.Span taken once", OperationsPerInvoke = Length)]
    public void SpanOnce()
    {
        var bytes = View.Span;
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)i;
        }
    }

    [Benchmark(Description = "view.Span[i]", OperationsPerInvoke = Length)]
    public void SpanEachTime()
    {
        var view = View;
        for (var i = 0; i < Length; i++)
        {
            view.Span[i] = (byte)i;
        }
    }

    [Benchmark(Description = "view.At<byte>(i)", OperationsPerInvoke = Length)]
    public void At()
    {
        var view = View;
        for (var i = 0; i < Length; i++)
        {
            view.At<byte>(i) = (byte)i;
        }
    }

    [Benchmark(Description = "accessor.Write(i, value)", OperationsPerInvoke = Length)]
    public void Write()
    {
        var accessor = Accessor;
        for (var i = 0; i < Length; i++)
        {
            accessor.Write(i, (byte)i);
        }
    }
}
