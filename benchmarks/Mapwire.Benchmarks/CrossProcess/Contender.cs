using System.Text.Json;

namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>One way to copy the file, and what came of it.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Clock">What its time spans.</param>
/// <param name="Copy">Copies once and says how long that took; null where it cannot run here.</param>
internal sealed record Contender(string Name, string Clock, Func<CopyFiles, TimeSpan>? Copy)
{
    /// <summary>Gigabytes (of 10^9 bytes) a second.</summary>
    public Samples Rates { get; } = new();

    /// <summary>Why it does not run here, if so.</summary>
    public string? Skipped { get; init; }

    /// <summary>What went wrong, if something did; it does not run again then.</summary>
    public string? Failed { get; private set; }

    public bool Runs => Copy is not null && Failed is null;

    /// <summary>Copies once, checks the copy and notes the rate.</summary>
    public void Run(CopyFiles files)
    {
        files.Prepare();
        try
        {
            var elapsed = Copy!(files);
            if (!File.Exists(files.Destination))
            {
                Failed = "It made no copy.";
            }
            else if (!files.IsCopyIdentical())
            {
                Failed = "Its copy differs from the source.";
            }
            else
            {
                Rates.Add(files.Length / elapsed.TotalNanoseconds);
            }
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException or JsonException or IOException)
        {
            Failed = failure.Message;
        }
    }
}
