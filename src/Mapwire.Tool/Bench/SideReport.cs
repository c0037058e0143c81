namespace Mapwire.Tool.Bench;

/// <summary>What one process of a run says at its end.</summary>
/// <param name="Count">How many counted messages it sent or received.</param>
/// <param name="Sum">The sum of their numbers, which does not care for their order.</param>
/// <param name="Begun">When the first was sent, by the clock that all processes share; writers, of several the first.</param>
/// <param name="Ended">When the last had been received; readers.</param>
/// <param name="Times">How long the round trips took; askers.</param>
/// <param name="Failure">Why it could not go on, or null.</param>
/// <param name="IsLost">Whether that is only that another process has gone.</param>
internal sealed record SideReport(
    long Count,
    long Sum = 0,
    long Begun = 0,
    long Ended = 0,
    TripTimes? Times = null,
    string? Failure = null,
    bool IsLost = false);
