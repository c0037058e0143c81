using Mapwire.Tool.Locks;

namespace Mapwire.Tool.Output;

/// <summary>What a lock says; holders and waiters are slots of participants.</summary>
internal sealed record LockReport(
    string Name,
    string Kind,
    string State,
    IReadOnlyList<int> Holders,
    IReadOnlyList<int> Waiters,
    bool Abandoned,
    int? Permits,
    int? Available,
    bool? Set,
    bool? Done,
    long? Phase,
    int? Members,
    int? Arrived)
{
    public static LockReport Of(LockInfo one) => new(
        one.Name,
        KindText.Of(one.Kind),
        one.State,
        one.Holders,
        one.Waiters,
        one.IsAbandoned,
        one.Permits,
        one.Available,
        one.IsSet,
        one.IsDone,
        one.Phase,
        one.Members,
        one.Arrived);
}
