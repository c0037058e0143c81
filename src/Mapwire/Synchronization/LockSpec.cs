namespace Mapwire;

/// <summary>What a new lock is to be.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Count">Permits of a semaphore, participants of a barrier; else 0.</param>
/// <param name="Word">What its word begins with.</param>
internal readonly record struct LockSpec(LockKind Kind, int Count = 0, long Word = 0);
