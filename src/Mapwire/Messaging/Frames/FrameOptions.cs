namespace Mapwire;

/// <summary>How a topic of frames is created or opened, and how a subscriber reads it. Immutable; safe to share between threads.</summary>
/// <remarks>A subscriber of frames takes part, since it holds frames in place: <see cref="TopicOptions.IsReadOnly"/> and <see cref="SubscriberPolicy.DropNewest"/> are not for it.</remarks>
public sealed class FrameOptions : TopicOptions
{
    /// <summary>The defaults: as those of <see cref="TopicOptions"/>, but for <see cref="TopicOptions.Capacity"/>, which is 64 KiB: it has to hold what tells of the frames, not the frames.</summary>
    public FrameOptions() => Capacity = 64 * 1024;

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
    /// <remarks>Default: 8. From 1 to 4096. All of it is taken from memory at once. A frame's room is filled again when all subscribers for whom publishers wait have had it, and nobody holds it: so there must be one
    /// for each publisher, besides those that subscribers hold.</remarks>
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

    internal override (int Count, int Bytes) Frames => (FrameCount, FrameBytes);
}
