namespace Mapwire;

/// <summary>How a topic of frames is created or opened, and how a subscriber reads it. Immutable; safe to share between threads.</summary>
public sealed class FrameOptions
{
    // In what tells of frames there is room for so many times as many as there are frames: who is slow loses frames, not the order.
    private const int RecordsForEach = 4;

    /// <summary>How many bytes a frame of a new topic has at most; opening ignores it.</summary>
    /// <remarks>Default: 8,294,400: 1920 by 1080 pixels of 4 bytes. Each frame begins at a page of its own.</remarks>
    public int FrameBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, FrameMemory.MostBytes);
            field = value;
        }
    } = 1920 * 1080 * 4;

    /// <summary>How many frames a new topic has room for at once, over all publishers; opening ignores it.</summary>
    /// <remarks>Default: 8. From 1 to 4096. All of it is taken from memory at once. The room of a frame is filled again when all subscribers for whom publishers wait have read it, and nobody holds it: so there
    /// must be one for each publisher, besides those that subscribers hold.</remarks>
    public int FrameCount
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, FrameMemory.MostCount);
            field = value;
        }
    } = 8;

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
    /// <remarks>Default: 64. From 1 to 1024.</remarks>
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
    /// <remarks>Default: <see cref="SubscriberPolicy.Block"/>. <see cref="SubscriberPolicy.DropNewest"/> is not for frames: what nobody has asked for yet would have to be held.</remarks>
    public SubscriberPolicy Policy
    {
        get;
        init
        {
            Throw.IfUndefined(value, nameof(value));
            field = value != SubscriberPolicy.DropNewest ? value : throw new ArgumentOutOfRangeException(
                nameof(value), value, "A subscriber of frames cannot drop the newest: it would have to hold what it has not been asked for yet. It can be Block, DropOldest or Disconnect.");
        }
    }

    /// <summary>How many of the frames of each publisher this subscriber reads that were published before it joined: the last ones, as many of them as are still there.</summary>
    /// <remarks>Default: 0, which means from now on. Of publishers that have left, too; of those that followed one another in one lane, so many together.</remarks>
    public long History
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

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

    /// <summary>The topic for them.</summary>
    /// <param name="type">Of what tells of frames.</param>
    internal TopicOptions ForTopic(MessageType type) => new()
    {
        Capacity = RecordsForEach * Math.Max(FrameCount, 2) * LaneRecord.BytesFor(type.Size),
        Frames = (FrameCount, FrameBytes),
        MaxPublishers = MaxPublishers,
        MaxParticipants = MaxParticipants,
        Policy = Policy,
        History = History,
        Waiting = Waiting,
        ParticipantName = ParticipantName,
        Security = Security,
        Directory = Directory,
        TrustedOwners = TrustedOwners,
    };
}
