namespace Mapwire;

/// <summary>Where in this process the parts of a pool of frames lie.</summary>
internal sealed unsafe class FrameMemory
{
    /// <summary>The most slots.</summary>
    public const int MostCount = 4096;

    /// <summary>The largest slot in bytes.</summary>
    public const int MostBytes = int.MaxValue - Page;

    private const int Page = 4096;
    private readonly FrameSlotLayout* _slots;
    private readonly FrameHoldsLayout* _holds;
    private readonly long _bytesOffset;
    private readonly long _stride;

    /// <param name="start">Where the region begins.</param>
    /// <param name="offset">Where in the region the rings end.</param>
    /// <param name="participants">How many slots the region has.</param>
    /// <param name="count">How many frames.</param>
    /// <param name="bytes">How large each.</param>
    public FrameMemory(byte* start, long offset, int participants, int count, int bytes)
    {
        PoolOffset = UpToPage(offset);
        (Count, Bytes) = (count, bytes);
        Pool = (FramePoolLayout*)(start + PoolOffset);
        _slots = (FrameSlotLayout*)(start + SlotOffset(0));
        _holds = (FrameHoldsLayout*)(start + HoldsOffset(0));
        _bytesOffset = Behind(PoolOffset, participants, count);
        _stride = StrideOf(bytes);
    }

    /// <summary>How many slots there are.</summary>
    public int Count { get; }

    /// <summary>How many bytes a frame has at most.</summary>
    public int Bytes { get; }

    /// <summary>Where in the region it begins.</summary>
    public long PoolOffset { get; }

    public FramePoolLayout* Pool { get; }

    public FrameSlotLayout* Slot(int number) => _slots + number;

    public FrameState State(int number) => new(Volatile.Read(ref Slot(number)->State));

    public FrameWhere Where(int number) => new(Volatile.Read(ref Slot(number)->Where));

    /// <summary>One of the words with which a participant holds frames.</summary>
    public ref long Hold(int participant, int index) => ref (&_holds[participant].First)[index];

    /// <summary>Where in the region a frame's bytes begin.</summary>
    public long OffsetOf(int number) => _bytesOffset + (number * _stride);

    /// <summary>Where in the region a slot begins.</summary>
    public long SlotOffset(int number) => PoolOffset + FramePoolLayout.PoolSize + ((long)number * FrameSlotLayout.SlotSize);

    /// <summary>Where in the region a participant's holds begin.</summary>
    public long HoldsOffset(int participant) =>
        PoolOffset + FramePoolLayout.PoolSize + ((long)Count * FrameSlotLayout.SlotSize) + ((long)participant * FrameHoldsLayout.HoldsSize);

    /// <summary>Where a pool ends that stands behind something.</summary>
    public static long EndFor(long offset, int participants, int count, int bytes) =>
        count == 0 ? offset : checked(Behind(UpToPage(offset), participants, count) + (count * StrideOf(bytes)));

    private static long Behind(long pool, int participants, int count) =>
        UpToPage(pool + FramePoolLayout.PoolSize + ((long)count * FrameSlotLayout.SlotSize) + ((long)participants * FrameHoldsLayout.HoldsSize));

    private static long StrideOf(int bytes) => UpToPage(bytes);

    private static long UpToPage(long offset) => (offset + (Page - 1)) / Page * Page;
}
