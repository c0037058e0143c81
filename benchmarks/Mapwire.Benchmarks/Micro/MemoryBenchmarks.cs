using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>The same bytes three times: in arrays, in a view of a map, and behind the framework's accessor.</summary>
/// <remarks>They fit into the second-level cache and every page is present, so that a run times the access and not the memory.</remarks>
public abstract class MemoryBenchmarks
{
    protected const int Length = 64 * 1024;
    protected const int Count = Length / sizeof(int);

    private SharedMap _map = null!;
    private MemoryMappedFile _file = null!;

    protected byte[] Bytes { get; } = new byte[Length];

    protected int[] Numbers { get; } = new int[Count];

    protected MapView View { get; private set; } = null!;

    protected MemoryMappedViewAccessor Accessor { get; private set; } = null!;

    [GlobalSetup]
    public void Open()
    {
        new Random(1).NextBytes(Bytes);
        Bytes.CopyTo(MemoryMarshal.AsBytes(Numbers.AsSpan()));
        _map = SharedMap.Create(UniqueName.Local(), Length);
        View = _map.CreateView(new MapViewOptions { Prefault = true });
        Bytes.CopyTo(View.Span);
        _file = MemoryMappedFile.CreateNew(null, Length);
        Accessor = _file.CreateViewAccessor();
        Accessor.WriteArray(0, Bytes, 0, Length);
    }

    [GlobalCleanup]
    public void Close()
    {
        Accessor.Dispose();
        _file.Dispose();
        View.Dispose();
        _map.Dispose();
    }
}
