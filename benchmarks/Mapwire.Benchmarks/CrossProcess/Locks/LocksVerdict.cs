namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Whether the round trip of an event between sleeping processes keeps near to C's.</summary>
/// <param name="OfMedians">The median of all rounds, of the median trip, against C's.</param>
/// <param name="OfMeans">The median of all rounds, of the mean trip, against C's.</param>
/// <param name="Paired">The median of what each round's median trip was against C's in that round.</param>
internal sealed record LocksVerdict(double OfMedians, double OfMeans, double Paired)
{
    public const double Most = 1.15;

    public bool IsNear => OfMedians <= Most;

    public static LocksVerdict? Of(IReadOnlyList<LockContender> contenders)
    {
        var ours = contenders.SingleOrDefault(contender => contender.Name == LockContenders.Parked);
        var floor = contenders.SingleOrDefault(contender => contender.Name == LockContenders.ParkedFloor);
        return ours is { Rounds.Count: > 0 } && floor is { Rounds.Count: > 0 } && ours.Rounds.RatiosTo(floor.Rounds, Figures.Median).Median is { } paired
            ? new LocksVerdict(Ratio(ours, floor, Figures.Median), Ratio(ours, floor, Figures.Mean), paired)
            : null;
    }

    private static double Ratio(LockContender ours, LockContender floor, string figure) =>
        ours.Rounds.Of(figure).Median!.Value / floor.Rounds.Of(figure).Median!.Value;
}
