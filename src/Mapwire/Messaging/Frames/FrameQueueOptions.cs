namespace Mapwire;

/// <summary>How a queue of frames is created or opened. Immutable; safe to share between threads.</summary>
public sealed class FrameQueueOptions
{
    // What tells of frames is small: a frame that its reader keeps for long is not to keep its writer from so many others.
    private const int LeastRecords = 1024;
    private const int RecordsForEach = 4;

    /// <summary>How many bytes a frame of a new queue has at most; opening ignores it.</summary>
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

    /// <summary>How many frames a new queue has room for at once, over all writers; opening ignores it.</summary>
    /// <remarks>Default: 8. From 1 to 4096. All of it is taken from memory at once. The room of a frame is filled again when its reader is done with it: so there must be one for each writer, besides those that readers
    /// have.</remarks>
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

    /// <summary>What a writer to a new queue does when there is no room; opening ignores it.</summary>
    /// <remarks>Default: <see cref="QueueFullMode.Wait"/>. A writer that drops the oldest drops its own that no reader has.</remarks>
    public QueueFullMode FullMode
    {
        get;
        init
        {
            Throw.IfUndefined(value, nameof(value));
            field = value;
        }
    }

    /// <summary>Whether a new queue has one reader at a time only; opening ignores it.</summary>
    /// <remarks>Default: false.</remarks>
    public bool SingleReader { get; init; }

    /// <summary>Whether a new queue has one writer at a time only; opening ignores it.</summary>
    /// <remarks>Default: false.</remarks>
    public bool SingleWriter { get; init; }

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

    /// <summary>The queue for them: with a lease for each frame, and one for each participant that is about to take one.</summary>
    /// <param name="type">Of what tells of frames.</param>
    internal QueueOptions ForQueue(MessageType type) => new()
    {
        Capacity = Math.Max(RecordsForEach * FrameCount, LeastRecords) * LaneRecord.BytesFor(type.Size),
        Frames = (FrameCount, FrameBytes),
        MaxLeases = Math.Min(FrameCount + MaxParticipants, QueueMemory.MostHands - RegionLayout.MostSlots),
        MaxWriters = MaxWriters,
        MaxParticipants = MaxParticipants,
        FullMode = FullMode,
        SingleReader = SingleReader,
        SingleWriter = SingleWriter,
        Waiting = Waiting,
        ParticipantName = ParticipantName,
        Security = Security,
        Directory = Directory,
        TrustedOwners = TrustedOwners,
    };
}
