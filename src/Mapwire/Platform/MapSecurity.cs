namespace Mapwire;

/// <summary>Who may open a new map. Immutable; safe to share between threads.</summary>
/// <remarks>
/// On Linux and macOS it is the mode of the file behind the map, on Windows a security descriptor. <see cref="Group"/> and
/// <see cref="AllUsers"/> need the <c>Global\</c> scope (or <c>posix:</c>): a <c>Local\</c> name is this user's own.
/// </remarks>
public sealed class MapSecurity
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupReadWrite = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode OthersReadWrite = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly string _text;

    private MapSecurity(string text, UnixFileMode mode, string? sddl)
    {
        _text = text;
        Mode = mode;
        Sddl = sddl;
    }

    /// <summary>Only the user who creates the map (and the administrator, whom no file mode stops).</summary>
    public static MapSecurity CurrentUser { get; } = new("CurrentUser", OwnerReadWrite, null);

    /// <summary>The user who creates the map and the members of that user's primary group, reading and writing.</summary>
    public static MapSecurity Group { get; } = new("Group", OwnerReadWrite | GroupReadWrite, null);

    /// <summary>Every user who is logged on, reading and writing.</summary>
    public static MapSecurity AllUsers { get; } = new("AllUsers", OwnerReadWrite | GroupReadWrite | OthersReadWrite, null);

    /// <summary>The file mode used on Linux and macOS.</summary>
    public UnixFileMode Mode { get; }

    /// <summary>The security descriptor (SDDL) used on Windows, or null where it is made for the process's own user.</summary>
    public string? Sddl { get; }

    internal bool ReachesOthers => (Mode & ~(OwnerReadWrite | UnixFileMode.UserExecute)) != 0;

    /// <summary>Spells out the rights for both families of systems.</summary>
    /// <param name="mode">The mode on Linux and macOS; permission bits, at least 600.</param>
    /// <param name="sddl">The security descriptor on Windows, in the security descriptor definition language.</param>
    /// <returns>The rights, for <see cref="MapOptions.Security"/>.</returns>
    /// <exception cref="ArgumentException">The mode has bits that are no permission bits or keeps the owner out, or the descriptor is empty.</exception>
    public static MapSecurity Explicit(UnixFileMode mode, string sddl)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sddl);
        if (((int)mode & ~0x1FF) != 0)
        {
            throw new ArgumentException($"The mode {Convert.ToString((int)mode, 8)} (octal) has more than permission bits (0 to 777).", nameof(mode));
        }

        if ((mode & OwnerReadWrite) != OwnerReadWrite)
        {
            throw new ArgumentException($"The mode {Convert.ToString((int)mode, 8)} (octal) keeps the owner from reading and writing (600).", nameof(mode));
        }

        return new MapSecurity($"{Convert.ToString((int)mode, 8)} {sddl}", mode, sddl);
    }

    /// <summary>Says which of the choices this is.</summary>
    /// <returns>The name of the choice, or the mode and descriptor.</returns>
    public override string ToString() => _text;
}
