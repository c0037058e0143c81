namespace Mapwire.Tool.Locks;

/// <summary>What things are called.</summary>
internal static class KindText
{
    public const string Map = "map";
    public const string Queue = "queue";
    public const string Latest = "latest";
    public const string Region = "region";
    public const string Topic = "topic";

    public static string Of(LockKind kind) => kind switch
    {
        LockKind.Mutex => "mutex",
        LockKind.Semaphore => "semaphore",
        LockKind.ManualResetEvent => "manual-reset event",
        LockKind.AutoResetEvent => "auto-reset event",
        LockKind.ReaderWriterLock => "reader-writer lock",
        LockKind.Barrier => "barrier",
        LockKind.Once => "once",
        _ => kind.ToString(),
    };

    /// <summary>What a map is, as far as it could be looked into.</summary>
    public static string Of(RegionInfo? region) => region switch
    {
        null => Map,
        { IsOneLock: true, Locks: [var only] } => Of(only.Kind),
        { Queue: not null } => Queue,
        { Topic: not null } => Topic,
        { Latest: not null } => Latest,
        _ => Region,
    };
}
