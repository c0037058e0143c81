namespace Mapwire;

/// <summary>How a region, or a lock by name, is created or opened. Immutable; safe to share between threads.</summary>
public sealed class RegionOptions
{
    private const long MostCapacity = 1L << 62;

    /// <summary>The most participants (open handles, in any process) that a new region has room for; opening ignores it.</summary>
    /// <remarks>Default: 64. From 1 to 1024. Each takes 128 bytes, and 128 bytes more in each lock.</remarks>
    public int MaxParticipants
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, RegionLayout.MostSlots);
            field = value;
        }
    } = 64;

    /// <summary>How many bytes a new <see cref="SharedRegion"/> has for its locks; opening ignores it, and so does a lock by name.</summary>
    /// <remarks>Default: 256 KiB. A region has room for as many locks as would be mutexes in it, and for 1,024 at most. From 1 to 2^62. A lock takes 128 bytes and 128 for each participant there is room for; a semaphore 8 more for each permit.</remarks>
    public long Capacity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostCapacity);
            field = value;
        }
    } = 256 * 1024;

    /// <summary>How threads wait.</summary>
    /// <remarks>Default: <see cref="WaitStrategy.SpinThenPark"/>. Each participant chooses for itself.</remarks>
    public WaitStrategy Waiting
    {
        get;
        init
        {
            Throw.IfUndefined(value, nameof(value));
            field = value;
        }
    }

    /// <summary>The name by which people see this participant; cut to 64 bytes.</summary>
    /// <remarks>Default: null, which means the name of the program (<see cref="AppDomain.FriendlyName"/>).</remarks>
    public string? ParticipantName { get; init; }

    /// <summary>Who may open a new region; opening ignores it.</summary>
    /// <remarks>Default: <see cref="MapSecurity.CurrentUser"/>.</remarks>
    public MapSecurity Security
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = MapSecurity.CurrentUser;

    /// <summary>The folder below which names live, as in <see cref="MapOptions.Directory"/>.</summary>
    /// <remarks>Default: null.</remarks>
    public string? Directory { get; init; }

    /// <summary>Users whose regions may be opened, as in <see cref="MapOptions.TrustedOwners"/>.</summary>
    /// <remarks>Default: none.</remarks>
    public IReadOnlyList<string> TrustedOwners
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    internal MapOptions ForMap(MapAccess access = MapAccess.ReadWrite) =>
        new() { Access = access, Security = Security, Directory = Directory, TrustedOwners = TrustedOwners };
}
