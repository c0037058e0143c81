namespace Mapwire.Tool.Bench;

/// <summary>How one process of a run ended.</summary>
/// <param name="Who">Which it was.</param>
/// <param name="Report">What it said, or null where it ended without a word.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Errors">What it said on standard error.</param>
internal sealed record SideEnd(string Who, SideReport? Report, int ExitCode, string Errors)
{
    public bool IsFailure => Report is not { Failure: null };

    /// <summary>How much this failure says: a process that died is the cause, one that lost another is not.</summary>
    public int Weight => Report is null ? 0 : Report.IsLost ? 2 : 1;

    public string Why => Report switch
    {
        { Failure: { } failure } => $"The {Who} could not go on: {failure}",
        _ when Errors.Trim() is { Length: > 0 } errors => $"The {Who} ended with {ExitCode}: {errors}",
        _ => $"The {Who} ended with {ExitCode} and without a word; it was killed.",
    };
}
