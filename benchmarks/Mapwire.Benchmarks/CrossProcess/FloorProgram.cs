using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>One of the C floors: the same work without .NET. It is built into a temporary folder where it is not built yet.</summary>
internal sealed class FloorProgram : IDisposable
{
    private readonly TemporaryFolder? _temporary;

    public FloorProgram(string folder, string name)
    {
        Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, name));
        if (File.Exists(Path))
        {
            return;
        }

        if (!File.Exists(Path + ".c"))
        {
            throw new FileNotFoundException($"There is neither {name} nor {name}.c in {folder}.", Path);
        }

        _temporary = new TemporaryFolder("mapwire-floors-");
        try
        {
            Build(System.IO.Path.GetFullPath(folder), _temporary.Path, name);
            Path = System.IO.Path.Combine(_temporary.Path, name);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    public void Dispose() => _temporary?.Dispose();

    private static void Build(string source, string target, string name)
    {
        foreach (var file in Directory.EnumerateFiles(source).Where(IsSource))
        {
            File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
        }

        _ = Programs.Run("make", "-C", target, name);
    }

    private static bool IsSource(string path) =>
        System.IO.Path.GetExtension(path) is ".c" or ".h" || System.IO.Path.GetFileName(path) == "Makefile";
}
