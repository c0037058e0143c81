namespace Mapwire.Tool.Output;

/// <summary>A map or region as it is listed; participants and locks, or what it says as a queue, a topic or of latest values, of a region only.</summary>
internal sealed record ListReport(
    string Name,
    string Scope,
    string? Kind,
    long Size,
    string? Owner,
    DateTimeOffset? Created,
    IReadOnlyList<int>? ProcessIds,
    string State,
    string? Path,
    IReadOnlyList<ParticipantReport>? Participants,
    IReadOnlyList<LockReport>? Locks,
    QueueReport? Queue,
    TopicReport? Topic,
    LatestReport? Latest);
