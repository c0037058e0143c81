namespace Mapwire;

/// <summary>How a topic is created or opened, and how a subscriber reads it. Immutable; safe to share between threads.</summary>
public sealed class TopicOptions
{
    private readonly SubscriberPolicy? _policy;

    /// <summary>How many bytes a new topic has for the messages of each publisher; opening ignores it.</summary>
    /// <remarks>Default: 1 MiB. Rounded up to a power of two, 4 KiB at least. A message takes its bytes and 8 more, rounded up to a multiple of 8, or of 64 from 512 bytes on; the longest takes half of the capacity.
    /// All of it is taken from memory at once, for each of <see cref="MaxPublishers"/>. It is what a subscriber may lag behind, and what there is of <see cref="History"/>.</remarks>
    public long Capacity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LaneMemory.MostLaneBytes);
            field = value;
        }
    } = 1024 * 1024;

    /// <summary>How many publishers a new topic may have at once; opening ignores it.</summary>
    /// <remarks>Default: 8. From 1 to 1024.</remarks>
    public int MaxPublishers
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, RegionLayout.MostSlots);
            field = value;
        }
    } = 8;

    /// <summary>The most participants (open publishers and subscribers, in any process) that a new topic has room for; opening ignores it.</summary>
    /// <remarks>Default: 64. From 1 to 1024. Subscribers that only look (<see cref="IsReadOnly"/>) are none.</remarks>
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

    /// <summary>What becomes of this subscriber when it does not keep up; publishers have no use for it.</summary>
    /// <remarks>Default: <see cref="SubscriberPolicy.Block"/>; with <see cref="IsReadOnly"/> <see cref="SubscriberPolicy.DropOldest"/>.</remarks>
    public SubscriberPolicy Policy
    {
        get => _policy ?? (IsReadOnly ? SubscriberPolicy.DropOldest : SubscriberPolicy.Block);
        init
        {
            Throw.IfUndefined(value, nameof(value));
            _policy = value;
        }
    }

    /// <summary>How many of the messages of each publisher this subscriber reads that were published before it joined: the last ones, as many of them as the topic still has.</summary>
    /// <remarks>Default: 0, which means from now on. Of publishers that have left, too; of those that followed one another in one lane, so many together. <see cref="long.MaxValue"/> is all that there is.</remarks>
    public long History
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>How many bytes of messages a subscriber with <see cref="SubscriberPolicy.DropNewest"/> keeps for itself, in its own process; others have no use for it.</summary>
    /// <remarks>Default: 1 MiB. From 1 to 1 GiB. Each message counts for 64 bytes more than it has, and one always finds room. What does not find room is still read if the lane has it when there is room again.</remarks>
    public int Backlog
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1 << 30);
            field = value;
        }
    } = 1024 * 1024;

    /// <summary>Whether this subscriber only looks: it opens the topic without the right to write and takes no part, so that it can harm nobody, and nobody knows of it.</summary>
    /// <remarks>Default: false. It can be <see cref="SubscriberPolicy.DropOldest"/> or <see cref="SubscriberPolicy.Disconnect"/> only. While it waits it looks, each time after a longer pause, of up to 1 ms, since
    /// nobody can wake whom nobody knows. Publishers have no use for it.</remarks>
    public bool IsReadOnly { get; init; }

    /// <summary>How threads wait.</summary>
    /// <remarks>Default: <see cref="WaitStrategy.SpinThenPark"/>. Each publisher and subscriber chooses for itself.</remarks>
    public WaitStrategy Waiting
    {
        get;
        init
        {
            Throw.IfUndefined(value, nameof(value));
            field = value;
        }
    }

    /// <summary>The name by which people see this publisher or subscriber; cut to 64 bytes.</summary>
    /// <remarks>Default: null, which means the name of the program (<see cref="AppDomain.FriendlyName"/>).</remarks>
    public string? ParticipantName { get; init; }

    /// <summary>Who may open a new topic; opening ignores it.</summary>
    /// <remarks>Default: <see cref="MapSecurity.CurrentUser"/>.</remarks>
    public MapSecurity Security
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = MapSecurity.CurrentUser;

    /// <summary>The folder below which names live, as in <see cref="MapOptions.Directory"/>.</summary>
    /// <remarks>Default: null.</remarks>
    public string? Directory { get; init; }

    /// <summary>Users whose topics may be opened, as in <see cref="MapOptions.TrustedOwners"/>.</summary>
    /// <remarks>Default: none.</remarks>
    public IReadOnlyList<string> TrustedOwners
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    /// <summary>How many frames a new topic has room for, and of how many bytes each.</summary>
    internal (int Count, int Bytes) Frames { get; init; }

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
