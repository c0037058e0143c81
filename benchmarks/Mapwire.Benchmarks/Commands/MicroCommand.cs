using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.Commands;

/// <summary><c>micro</c>: the cases of BenchmarkDotNet, with all of its own options.</summary>
internal static class MicroCommand
{
    private const int ProcessorsNeeded = 1;

    public static Command Create()
    {
        var command = new Command(
            "micro", "Single accesses, names, views and locks, measured by BenchmarkDotNet; its options follow, for example --filter '*Sum*'.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(words => (int)(Processors.Suffice("micro", ProcessorsNeeded) ? Run([.. words.UnmatchedTokens]) : ExitCode.Done));
        return command;
    }

    private static ExitCode Run(string[] words)
    {
        IConfig config = DefaultConfig.Instance.AddColumn(StatisticColumn.Min, StatisticColumn.Median, StatisticColumn.Max);
        if (Repository.Root is { } root)
        {
            // BenchmarkDotNet looks for the project from the current folder on.
            Directory.SetCurrentDirectory(root);
            config = config.WithArtifactsPath(Path.Combine(root, "artifacts", "benchmarks"));
        }

        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(words, config).ToList();
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
            ? ExitCode.Failed
            : ExitCode.Done;
    }
}
