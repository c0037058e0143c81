namespace Mapwire;

/// <summary>What the system tells of one map, at the moment it was asked.</summary>
public sealed record MapInfo
{
    /// <summary>The full name. One too long for a file name ends in an ellipsis when listed on Linux and macOS.</summary>
    public required string Name { get; init; }

    /// <summary>Where the name is known.</summary>
    public required MapScope Scope { get; init; }

    /// <summary>The length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Whose it is, or null where the system does not tell.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was made, or null where the system does not tell.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The processes seen to have it open, or null where none was seen and the system does not show all of them to this user.</summary>
    public IReadOnlyList<int>? ProcessIds { get; init; }

    /// <summary>Whether somebody holds it.</summary>
    /// <remarks>A dead one was left by a kill: nobody can open it, and the next that needs the name, or a process that begins to use the
    /// folder, removes it. A <c>posix:</c> map needs no holder and counts as live.</remarks>
    public required bool IsLive { get; init; }

    /// <summary>The file that holds the bytes, or null where there is none.</summary>
    public string? Path { get; init; }
}
