using System.Globalization;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>Everybody who copies the file, in the order of a round.</summary>
internal static class Contenders
{
    public const string FloorName = "C mmap";
    public const string CpName = "cp";

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
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("This program does not know its own path.");
        string[] words = ["copy-once", way.ToString(), files.Source, files.Destination];
        var output = Path.GetFileNameWithoutExtension(self) == "dotnet"
            ? Programs.Run(self, [typeof(Contenders).Assembly.Location, .. words])
            : Programs.Run(self, words);
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
        : new Contender(name, InsideClock, files => floors.Copy(method, files, processor));

    private static TimeSpan Outside(string program, params string[] words)
    {
        Disk.Sync();
        _ = Programs.Run(program, out var elapsed, words);
        return elapsed;
    }
}
