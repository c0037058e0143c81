using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>What came of the case <c>file-copy</c>.</summary>
/// <param name="Machine">Where it was measured.</param>
/// <param name="ProcessorsNeeded">How many processors the case needs.</param>
/// <param name="Bytes">How long the file is.</param>
/// <param name="Folder">Where the files were.</param>
/// <param name="FileSystem">On what file system.</param>
/// <param name="Rounds">How often each contender was asked to copy.</param>
/// <param name="Processor">Where everybody ran; null where only the C floors were kept on one processor.</param>
/// <param name="Rows">The contenders in the order of a round.</param>
internal sealed record FileCopyReport(
    MachineFacts Machine,
    int ProcessorsNeeded,
    long Bytes,
    string Folder,
    string FileSystem,
    int Rounds,
    int? Processor,
    IReadOnlyList<FileCopyRow> Rows)
{
    public string Benchmark => FileCopyBenchmark.Name;

    public bool HasFailures => Rows.Any(row => row.Failed is not null);
}
