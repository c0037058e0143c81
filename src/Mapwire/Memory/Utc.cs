namespace Mapwire;

/// <summary>Times as they stand in shared memory.</summary>
internal static class Utc
{
    /// <summary>The time of so many ticks; 1970 for a number that is none.</summary>
    public static DateTime OfTicks(long ticks) =>
        ticks > 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : DateTime.UnixEpoch;
}
