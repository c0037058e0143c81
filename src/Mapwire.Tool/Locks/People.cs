namespace Mapwire.Tool.Locks;

/// <summary>Who takes part in a region, in words.</summary>
internal static class People
{
    private const int MostNamed = 5;

    /// <summary>Such as <c>backup.sh (process 123, since 2026-11-20 05:48:14)</c>.</summary>
    public static string Describe(Participant one) =>
        $"{one.Name} (process {one.ProcessId}, since {Time(one.Joined)}{(one.IsAlive ? string.Empty : ", dead")})";

    public static string Describe(IReadOnlyList<Participant> all) => all.Count switch
    {
        0 => "nobody",
        1 => Describe(all[0]),
        _ => string.Join(", ", all.Take(MostNamed).Select(Describe)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : string.Empty),
    };

    public static string Time(DateTime utc) => $"{utc.ToLocalTime():yyyy-MM-dd HH:mm:ss}";

    /// <summary>Those in the slots that a lock names.</summary>
    public static List<Participant> In(RegionInfo region, IEnumerable<int> slots) =>
        [.. slots.Select(slot => region.Participants.FirstOrDefault(one => one.Slot == slot)).OfType<Participant>()];

    /// <summary>Such as <c>process 12</c>: shorter, for a table.</summary>
    public static string Short(IReadOnlyList<Participant> all) => all.Count == 0
        ? "-"
        : string.Join(", ", all.Take(MostNamed).Select(one => $"{one.Name} {one.ProcessId}{(one.IsAlive ? string.Empty : " (dead)")}"))
            + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : string.Empty);
}
