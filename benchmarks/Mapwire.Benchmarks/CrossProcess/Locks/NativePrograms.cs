using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>This project's own C programs, compiled into a temporary folder.</summary>
internal sealed class NativePrograms : IDisposable
{
    private static readonly string[] _compilers = ["gcc", "cc"];
    private readonly TemporaryFolder _folder;

    private NativePrograms(TemporaryFolder folder) => _folder = folder;

    public string Mutex => PathOf("mutex");

    public string Event => PathOf("event");

    /// <summary>Compiles them; where that cannot be, null and why.</summary>
    public static NativePrograms? TryBuild(out string? skipped)
    {
        var sources = Path.Combine(Repository.Root ?? string.Empty, "benchmarks", "native");
        skipped = !OperatingSystem.IsLinux() ? "the C programs are for Linux"
            : !Directory.Exists(sources) ? "the C programs are not here; run it from the repository's build"
            : _compilers.All(name => Programs.Find(name) is null) ? "there is no C compiler (gcc) on this system"
            : null;
        return skipped is null ? Build(sources) : null;
    }

    public void Dispose() => _folder.Dispose();

    private static NativePrograms Build(string sources)
    {
        var compiler = _compilers.Select(Programs.Find).First(path => path is not null)!;
        var programs = new NativePrograms(new TemporaryFolder("mapwire-native-"));
        try
        {
            foreach (var program in (string[])[programs.Mutex, programs.Event])
            {
                var source = Path.Combine(sources, Path.GetFileName(program) + ".c");
                _ = Programs.Run(compiler, "-O3", "-march=native", "-std=gnu11", "-pthread", "-Wall", "-Wextra", "-o", program, source);
            }

            return programs;
        }
        catch
        {
            programs.Dispose();
            throw;
        }
    }

    private string PathOf(string program) => Path.Combine(_folder.Path, program);
}
