namespace Mapwire;

/// <summary>What lies between two positions of a lane.</summary>
/// <param name="End">Where it ends, or where nothing is published, or where damage is.</param>
/// <param name="Messages">How many messages were found.</param>
/// <param name="Before">How many of them before the position that was asked about; -1 where no record begins or ends there.</param>
/// <param name="Found">Why it ends there.</param>
internal readonly record struct LaneStretch(long End, long Messages, long Before, LaneWalk.Found Found);
