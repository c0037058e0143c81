namespace Mapwire;

/// <summary>A directory entry, copied out of the shared memory once and checked.</summary>
/// <param name="Name">The lock's name in its region; empty for the only lock of a region.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where in the region it is.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Count">Permits of a semaphore, participants of a barrier.</param>
internal sealed record LockEntry(string Name, LockKind Kind, long Offset, long Size, int Count);
