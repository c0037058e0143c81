namespace Mapwire.Tool.Bench;

/// <summary>The library's latest values. There and back each value is waited for; one way the writer waits for nobody, and the reader gets the newest.</summary>
internal sealed class LatestTransport : LaneTransport
{
    public override string? Refuse(BenchPlan plan) => plan switch
    {
        { IsPair: false } => "latest is measured with one writer and one reader.",
        { Capacity: not null } => "--capacity would do nothing: latest has room for the newest value.",
        { IsNewestOnly: true, Size: < BenchPlan.NumberLength } => $"--size: latest needs {BenchPlan.NumberLength} bytes or more one way, which say which value it is.",
        _ => null,
    };

    public override SideReport Use(Side side, ILinkWork work)
    {
        using var link = Open(side);
        return Do(work, link);
    }

    private static SideReport Do(ILinkWork work, LatestLink link) => work.Do(ref link);

    private static LatestLink Open(Side side)
    {
        var options = new LatestOptions { Capacity = side.Bench.Size, Waiting = WaitingOf(side.Bench, new LatestOptions().Waiting) };
        if (side.Bench.Kind == BenchKind.Throughput)
        {
            return side.Plan.IsFirst
                ? new LatestLink(LatestWriter.CreateOrOpen(side.Plan.Address, out _, options), null)
                : new LatestLink(null, LatestReader.CreateOrOpen(side.Plan.Address, out _, options));
        }

        var (mine, others) = side.Plan.IsFirst ? (There, Back) : (Back, There);
        return new LatestLink(
            LatestWriter.CreateOrOpen(side.Plan.Address + mine, out _, options), LatestReader.CreateOrOpen(side.Plan.Address + others, out _, options));
    }
}
