using System.Text;

namespace Mapwire;

/// <summary>How large a new topic is, and what it begins with.</summary>
internal static class TopicBody
{
    /// <exception cref="ArgumentException">The messages do not fit.</exception>
    public static RegionShape ShapeOf(TopicOptions options, MessageType type)
    {
        var bytes = LaneMemory.LaneBytesFor(options.Capacity);
        return type.Size <= LaneMemory.MostMessageBytesOf(bytes)
            ? new(RegionKind.Topic, type.Hash, TopicMemory.SizeFor(RegionHeader.BodyOffsetFor(options.MaxParticipants), options.MaxParticipants, options.MaxPublishers, bytes, options.Frames))
            : throw new ArgumentException(
                $"A {type} does not fit into a topic of {bytes} bytes for each publisher, whose messages have {LaneMemory.MostMessageBytesOf(bytes)} at most. Ask for more Capacity.",
                nameof(options));
    }

    /// <summary>Writes a new body.</summary>
    public static void Fill(MapView view, long body, TopicOptions options, MessageType type)
    {
        view.At<TopicLayout>(body) = new TopicLayout
        {
            LaneCount = options.MaxPublishers,
            FrameCount = options.Frames.Count,
            FrameBytes = options.Frames.Bytes,
            LaneBytes = LaneMemory.LaneBytesFor(options.Capacity),
            TypeLength = Encoding.UTF8.GetByteCount(type.Name),
            TypeSize = type.Size,
        };
        _ = Encoding.UTF8.GetBytes(type.Name, view.AsSpan(body + LaneSharedLayout.TypeOffset, LaneSharedLayout.MostTypeBytes));
    }
}
