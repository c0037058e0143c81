namespace Mapwire;

/// <summary>How a queue is created or opened. Immutable; safe to share between threads.</summary>
public sealed class QueueOptions
{
    /// <summary>How many bytes a new queue has for the messages of each writer; opening ignores it.</summary>
    /// <remarks>Default: 1 MiB. Rounded up to a power of two, 4 KiB at least. A message takes its bytes and 8 more, rounded up to a multiple of 8, or of 64 from 512 bytes on; the longest takes half of the capacity.
    /// All of it is taken from memory at once, for each of <see cref="MaxWriters"/>.</remarks>
    public long Capacity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, QueueMemory.MostLaneBytes);
            field = value;
        }
    } = 1024 * 1024;

    /// <summary>How many writers a new queue may have at once; opening ignores it.</summary>
    /// <remarks>Default: 8. From 1 to 1024; 1 where there is a <see cref="SingleWriter"/>.</remarks>
    public int MaxWriters
    {
        get => SingleWriter ? 1 : field;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, RegionLayout.MostSlots);
            field = value;
        }
    } = 8;

    /// <summary>How many leases a new queue may have at once, of all readers together; opening ignores it.</summary>
    /// <remarks>Default: 256. From 0 to 3,071. Each takes 128 bytes.</remarks>
    public int MaxLeases
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, QueueMemory.MostHands - RegionLayout.MostSlots);
            field = value;
        }
    } = 256;

    /// <summary>The most participants (open writers and readers, in any process) that a new queue has room for; opening ignores it.</summary>
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

    /// <summary>Whether a new queue has one reader at a time only, which is then faster, but with <see cref="QueueFullMode.DropOldest"/>; opening ignores it.</summary>
    /// <remarks>Default: false.</remarks>
    public bool SingleReader { get; init; }

    /// <summary>Whether a new queue has one writer at a time only; opening ignores it.</summary>
    /// <remarks>Default: false.</remarks>
    public bool SingleWriter { get; init; }

    /// <summary>What a write to a new queue does when there is no room; opening ignores it.</summary>
    /// <remarks>Default: <see cref="QueueFullMode.Wait"/>.</remarks>
    public QueueFullMode FullMode
    {
        get;
        init
        {
            Throw.IfUndefined(value, nameof(value));
            field = value;
        }
    }

    /// <summary>How many messages this reader claims at once at most, where more than four times as many are waiting.</summary>
    /// <remarks>Default: 256. From 1 to 65,536. With 1 each message goes to the reader that is free first, and a claim is paid for each. What a reader has claimed and not read when it
    /// dies or is closed goes to others; until then it waits for that reader. A lease is always of one message, and so is a claim
    /// where few are waiting. What is claimed at once takes an eighth of the capacity at most. Writers, and the reader of a queue with a <see cref="SingleReader"/>, have no use for it.</remarks>
    public int Prefetch
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 65536);
            field = value;
        }
    } = 256;

    /// <summary>How threads wait.</summary>
    /// <remarks>Default: <see cref="WaitStrategy.SpinThenPark"/>. Each writer and reader chooses for itself.</remarks>
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

    /// <summary>Who may open a new queue; opening ignores it.</summary>
    /// <remarks>Default: <see cref="MapSecurity.CurrentUser"/>.</remarks>
    public MapSecurity Security
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = MapSecurity.CurrentUser;

    /// <summary>The folder below which names live, as in <see cref="MapOptions.Directory"/>.</summary>
    /// <remarks>Default: null.</remarks>
    public string? Directory { get; init; }

    /// <summary>Users whose queues may be opened, as in <see cref="MapOptions.TrustedOwners"/>.</summary>
    /// <remarks>Default: none.</remarks>
    public IReadOnlyList<string> TrustedOwners
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    /// <summary>How many frames a new queue has room for, and of how many bytes each.</summary>
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
