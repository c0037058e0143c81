namespace Mapwire.Tool.Bench;

/// <summary>The library's latest values. There and back each value is waited for; one way the writer waits for nobody, and the reader gets the newest.</summary>
internal sealed class LatestTransport : LaneTransport<LatestLink>
{
    public override string? Refuse(BenchPlan plan) => plan switch
    {
        { IsPair: false } => "latest is measured with one writer and one reader.",
        { Capacity: not null } => "--capacity would do nothing: latest has room for the newest value.",
        { IsNewestOnly: true, Size: < BenchPlan.NumberLength } => $"--size: latest needs {BenchPlan.NumberLength} bytes or more one way, which say which value it is.",
        _ => null,
    };

    protected override LatestLink Open(BenchPlan plan, string? to, string? from)
    {
        var options = new LatestOptions { Capacity = plan.Size, Waiting = WaitingOf(plan, new LatestOptions().Waiting) };
        return new LatestLink(
            to is null ? null : LatestWriter.CreateOrOpen(to, out _, options),
            from is null ? null : LatestReader.CreateOrOpen(from, out _, options));
    }
}
