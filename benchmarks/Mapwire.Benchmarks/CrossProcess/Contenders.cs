using System.Globalization;
using System.Text.Json;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>Everybody who copies the file, in the order of a round.</summary>
internal static class Contenders
{
    public const string FloorName = "C mmap";
    public const string CpName = "cp";
    public const string FloorFile = "f_copy";

    private const string InsideClock = "open to close, inside the process";
    private const string OutsideClock = "the whole process, from outside";

    public static IReadOnlyList<Contender> All(string? tool, FloorProgram? floors, int processor) =>
    [
        ByDotNet("FileCopy Map", CopyWay.Map),
        ByDotNet("FileCopy Kernel", CopyWay.Kernel),
        ByDotNet("FileCopy Auto", CopyWay.Auto),
        ByTool(tool),
        ByFloor(FloorName, "mmap", floors, processor),
        ByFloor("C mmap, populated", "mmappop", floors, processor),
        ByFloor("C copy_file_range", "cfr", floors, processor),
        ByCp(),
        ByDotNet("File.Copy", CopyWay.Framework),
    ];

    private static Contender ByDotNet(string name, CopyWay way) => new(name, InsideClock, files =>
    {
        var (program, arguments) = Self.CommandFor("copy-once", way.ToString(), files.Source, files.Destination);
        var output = Programs.Run(program, arguments);
        return TimeSpan.FromMicroseconds(long.Parse(output, CultureInfo.InvariantCulture) / 1000.0);
    });

    private static Contender ByTool(string? tool)
    {
        const string Name = "mapwire copy";
        return tool is null
            ? new Contender(Name, OutsideClock, null) { Skipped = "the tool is not built; build the solution, or name it with --tool" }
            : new Contender(Name, OutsideClock, files => Outside(tool, "copy", files.Source, files.Destination));
    }

    private static Contender ByCp() => Programs.Find("cp") is { } cp
        ? new Contender(CpName, OutsideClock, files => Outside(cp, files.Source, files.Destination))
        : new Contender(CpName, OutsideClock, null) { Skipped = "there is no cp on this system" };

    private static Contender ByFloor(string name, string method, FloorProgram? floors, int processor) => floors is null
        ? new Contender(name, InsideClock, null) { Skipped = "name the folder of the C floors with --floors" }
        : new Contender(name, InsideClock, files => Floor(method, floors, files, processor));

    // The time is the program's own, from opening to closing without fsync.
    private static TimeSpan Floor(string method, FloorProgram floor, CopyFiles files, int processor)
    {
        var output = Programs.Run(
            floor.Path,
            method,
            "fresh",
            files.Folder,
            files.Length.ToString(CultureInfo.InvariantCulture),
            processor.ToString(CultureInfo.InvariantCulture));
        using var report = JsonDocument.Parse(output);
        return TimeSpan.FromMilliseconds(report.RootElement.GetProperty("ms").GetDouble());
    }

    private static TimeSpan Outside(string program, params string[] words)
    {
        Disk.Sync();
        _ = Programs.Run(program, out var elapsed, words);
        return elapsed;
    }
}
