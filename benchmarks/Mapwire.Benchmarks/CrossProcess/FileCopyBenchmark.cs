using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>Copies a file that lies in the page cache into a new file, by every contender in turn, round after round.</summary>
internal static class FileCopyBenchmark
{
    public const string Name = "file-copy";
    public const int ProcessorsNeeded = 1;

    public static FileCopyReport Run(FileCopyPlan plan, CancellationToken cancellationToken)
    {
        using var floors = plan.Floors is null ? null : new FloorProgram(plan.Floors, Contenders.FloorFile);
        var machine = MachineFacts.Read();
        var processor = plan.Processor ?? Processors.First();
        if (!plan.Free)
        {
            Processors.Pin(processor);
        }

        var contenders = Contenders.All(plan.Tool, floors, processor);
        Console.Error.WriteLine($"Writing {plan.Mebibytes} MiB in {plan.Folder} ...");
        using var files = new CopyFiles(plan.Folder, plan.Mebibytes, cancellationToken);
        for (var round = 1; round <= plan.Rounds; round++)
        {
            Console.Error.WriteLine($"Round {round} of {plan.Rounds} ...");
            foreach (var contender in Turn(contenders.Where(contender => contender.Runs).ToList(), round - 1))
            {
                cancellationToken.ThrowIfCancellationRequested();
                contender.Run(files);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new FileCopyReport(
            machine,
            ProcessorsNeeded,
            files.Length,
            plan.Folder,
            Disk.FileSystemOf(plan.Folder),
            plan.Rounds,
            plan.Free ? null : processor,
            FileCopyRow.Of(contenders));
    }

    // Another one begins each round, so that nobody always follows the same neighbour.
    private static IEnumerable<Contender> Turn(List<Contender> contenders, int shift) =>
        contenders.Select((_, index) => contenders[(index + shift) % contenders.Count]);
}
