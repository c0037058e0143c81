namespace Mapwire;

/// <summary>How latest values are created or opened. Immutable; safe to share between threads.</summary>
public sealed class LatestOptions
{
    /// <summary>How many bytes a value may have, where values are bytes; opening ignores it, and so do values of a type.</summary>
    /// <remarks>Default: 4 KiB. From 1 to 1 GiB. Four times as much is taken from memory at once.</remarks>
    public int Capacity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LatestMemory.MostBytes);
            field = value;
        }
    } = 4096;

    /// <summary>The most participants (the open writer and the open readers, in any process) that there is room for; opening ignores it.</summary>
    /// <remarks>Default: 64. From 1 to 1024. Each takes 256 bytes.</remarks>
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

    /// <summary>How threads wait.</summary>
    /// <remarks>Default: <see cref="WaitStrategy.SpinThenPark"/>. Each reader chooses for itself; a writer never waits.</remarks>
    public WaitStrategy Waiting
    {
        get;
        init
        {
            Throw.IfUndefined(value, nameof(value));
            field = value;
        }
    }

    /// <summary>The name by which people see this writer or reader; cut to 64 bytes.</summary>
    /// <remarks>Default: null, which means the name of the program (<see cref="AppDomain.FriendlyName"/>).</remarks>
    public string? ParticipantName { get; init; }

    /// <summary>Who may open what is created; opening ignores it.</summary>
    /// <remarks>Default: <see cref="MapSecurity.CurrentUser"/>.</remarks>
    public MapSecurity Security
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = MapSecurity.CurrentUser;

    /// <summary>The folder below which names live, as in <see cref="MapOptions.Directory"/>.</summary>
    /// <remarks>Default: null.</remarks>
    public string? Directory { get; init; }

    /// <summary>Users whose latest values may be opened, as in <see cref="MapOptions.TrustedOwners"/>.</summary>
    /// <remarks>Default: none.</remarks>
    public IReadOnlyList<string> TrustedOwners
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    internal RegionOptions ForRegion() => new()
    {
        MaxParticipants = MaxParticipants,
        Waiting = Waiting,
        ParticipantName = ParticipantName,
        Security = Security,
        Directory = Directory,
        TrustedOwners = TrustedOwners,
    };
}
