namespace Mapwire.Tool.Output;

/// <summary>All that a region says of itself.</summary>
internal sealed record InspectReport(
    string Name,
    string Kind,
    int Version,
    long Size,
    string Id,
    string SchemaHash,
    DateTime Created,
    int MaxParticipants,
    IReadOnlyList<ParticipantReport> Participants,
    IReadOnlyList<LockReport> Locks,
    QueueReport? Queue,
    TopicReport? Topic,
    LatestReport? Latest);
