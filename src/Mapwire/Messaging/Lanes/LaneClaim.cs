namespace Mapwire;

/// <summary>A claim that is being made.</summary>
/// <param name="Lane">Of which lane.</param>
/// <param name="Hand">Into which hand.</param>
/// <param name="Head">The lane's Head as it was read.</param>
/// <param name="From">The position that it says.</param>
/// <param name="End">Up to where is claimed.</param>
internal readonly record struct LaneClaim(int Lane, int Hand, long Head, long From, long End);
