namespace Mapwire;

/// <summary>What the system tells of one map, at the moment it was asked.</summary>
/// <param name="Name">The full name. One too long for a file name ends in an ellipsis when listed on Linux and macOS.</param>
/// <param name="Scope">Where the name is known.</param>
/// <param name="Size">The length in bytes.</param>
/// <param name="Owner">Whose it is, or null where the system does not tell.</param>
/// <param name="Created">When it was made, or null where the system does not tell.</param>
/// <param name="ProcessIds">The processes that have it open, as far as this user may see them, or null where the system does not tell.</param>
/// <param name="IsLive">Whether somebody holds it. A dead one was left by a kill: nobody can open it, and the next that needs the name, or
/// a process that begins to use the folder, removes it. A <c>posix:</c> map needs no holder and counts as live.</param>
/// <param name="Path">The file that holds the bytes, or null where there is none.</param>
public sealed record MapInfo(
    string Name,
    MapScope Scope,
    long Size,
    string? Owner,
    DateTimeOffset? Created,
    IReadOnlyList<int>? ProcessIds,
    bool IsLive,
    string? Path);
