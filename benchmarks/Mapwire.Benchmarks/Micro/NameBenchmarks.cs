using System.IO.MemoryMappedFiles;
using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Creating, opening and letting go of a map of one page, each time with everything it needs of the system.</summary>
/// <remarks>The framework has no names on Linux: its rivals are memory without a name, which nobody else can open, and a file.</remarks>
public class NameBenchmarks
{
    private const int Size = 4096;

    private readonly string _heldName = UniqueName.Local();
    private readonly string _freeName = UniqueName.Local();
    private readonly string _heldPath = PathOf(Guid.NewGuid());
    private readonly string _freePath = PathOf(Guid.NewGuid());
    private SharedMap _held = null!;

    [GlobalSetup]
    public void Open()
    {
        _held = SharedMap.Create(_heldName, Size);
        File.WriteAllBytes(_heldPath, new byte[Size]);
    }

    [GlobalCleanup]
    public void Close()
    {
        _held.Dispose();
        File.Delete(_heldPath);
    }

    [Benchmark(Description = "SharedMap.Create, Dispose")]
    public void Create() => SharedMap.Create(_freeName, Size).Dispose();

    [Benchmark(Description = "SharedMap.Open, Dispose")]
    public void OpenHeld() => SharedMap.Open(_heldName).Dispose();

    [Benchmark(Description = "SharedMap.CreateOrOpen of a live name, Dispose")]
    public void CreateOrOpen() => SharedMap.CreateOrOpen(_heldName, Size, out _).Dispose();

    [Benchmark(Description = "SharedMap.TryOpen of a free name")]
    public bool TryOpen() => SharedMap.TryOpen(_freeName, out _);

    [Benchmark(Description = "MemoryMappedFile.CreateNew without a name, Dispose")]
    public void CreateNameless() => MemoryMappedFile.CreateNew(null, Size).Dispose();

    [Benchmark(Description = "MemoryMappedFile over a new file, Dispose, delete")]
    public void CreateFile()
    {
        MemoryMappedFile.CreateFromFile(_freePath, FileMode.CreateNew, null, Size).Dispose();
        File.Delete(_freePath);
    }

    [Benchmark(Description = "MemoryMappedFile over an existing file, Dispose")]
    public void OpenFile() => MemoryMappedFile.CreateFromFile(_heldPath, FileMode.Open).Dispose();

    private static string PathOf(Guid id)
    {
        var folder = OperatingSystem.IsLinux() ? "/dev/shm" : Path.GetTempPath();
        return Path.Combine(folder, $"mapwire-bench-{id:N}");
    }
}
