namespace Mapwire;

/// <content>What a subscriber of frames needs besides: to hold a frame before publishers know that its message was read.</content>
internal sealed partial class SubscriberEnd
{
    public TopicReader Lanes => _lanes;

    /// <summary>The end of a participant that is there already, and is disposed of where this fails.</summary>
    public static SubscriberEnd Of(TopicHandle handle, TopicOptions options) => new(new TopicSeat(handle, options.Policy), options);

    /// <summary>Reads a message, for who is inside.</summary>
    public bool TryReadInside(out nint message, out int length) => _lanes.TryTakeInside(out message, out length) || TryNext(out message, out length);
}
