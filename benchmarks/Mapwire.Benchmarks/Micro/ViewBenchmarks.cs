using System.IO.MemoryMappedFiles;
using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Making a view of an open map and closing it, untouched or with its first byte written.</summary>
public class ViewBenchmarks
{
    private const int MapSize = 1 << 20;

    private SharedMap _map = null!;
    private MemoryMappedFile _file = null!;

    [Params(4096, MapSize)]
    public int ViewLength { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _map = SharedMap.Create(UniqueName.Local(), MapSize);
        _file = MemoryMappedFile.CreateNew(null, MapSize);
    }

    [GlobalCleanup]
    public void Close()
    {
        _file.Dispose();
        _map.Dispose();
    }

    [Benchmark(Description = "CreateView, Dispose")]
    public void Untouched() => _map.CreateView(0, ViewLength).Dispose();

    [Benchmark(Description = "CreateView, write a byte, Dispose")]
    public void Touched()
    {
        using var view = _map.CreateView(0, ViewLength);
        view.Span[0] = 1;
    }

    [Benchmark(Description = "CreateView with Prefault, write a byte, Dispose")]
    public void Prefaulted()
    {
        using var view = _map.CreateView(0, ViewLength, new MapViewOptions { Prefault = true });
        view.Span[0] = 1;
    }

    [Benchmark(Description = "CreateViewAccessor, Dispose")]
    public void AccessorUntouched() => _file.CreateViewAccessor(0, ViewLength).Dispose();

    [Benchmark(Description = "CreateViewAccessor, write a byte, Dispose")]
    public void AccessorTouched()
    {
        using var accessor = _file.CreateViewAccessor(0, ViewLength);
        accessor.Write(0, (byte)1);
    }
}
