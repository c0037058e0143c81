using System.Globalization;
using System.Text.Json;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>The C program f_copy: the same work without .NET. It is built into a temporary folder where it is not built yet.</summary>
internal sealed class FloorProgram : IDisposable
{
    private const string Name = "f_copy";

    private readonly string? _temporary;
    private readonly string _program;

    public FloorProgram(string folder)
    {
        _program = Path.GetFullPath(Path.Combine(folder, Name));
        if (File.Exists(_program))
        {
            return;
        }

        if (!File.Exists(_program + ".c"))
        {
            throw new FileNotFoundException($"There is neither {Name} nor {Name}.c in {folder}.", _program);
        }

        _temporary = Directory.CreateTempSubdirectory("mapwire-floors-").FullName;
        try
        {
            Build(Path.GetFullPath(folder), _temporary);
            _program = Path.Combine(_temporary, Name);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Makes one copy; the time is the program's own, from opening to closing without fsync.</summary>
    public TimeSpan Copy(string method, CopyFiles files, int processor)
    {
        var output = Programs.Run(
            _program,
            method,
            "fresh",
            files.Folder,
            files.Length.ToString(CultureInfo.InvariantCulture),
            processor.ToString(CultureInfo.InvariantCulture));
        using var report = JsonDocument.Parse(output);
        return TimeSpan.FromMilliseconds(report.RootElement.GetProperty("ms").GetDouble());
    }

    public void Dispose()
    {
        if (_temporary is not null)
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    private static void Build(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source).Where(IsSource))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        _ = Programs.Run("make", "-C", target, Name);
    }

    private static bool IsSource(string path) => Path.GetExtension(path) is ".c" or ".h" || Path.GetFileName(path) == "Makefile";
}
