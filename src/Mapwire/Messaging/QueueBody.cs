using System.Text;

namespace Mapwire;

/// <summary>How large a new queue is, and what it begins with.</summary>
internal static class QueueBody
{
    /// <exception cref="ArgumentException">The messages do not fit.</exception>
    public static RegionShape ShapeOf(QueueOptions options, MessageType type) => type.Size > QueueMemory.MostMessageBytesOf(LaneBytesFor(options)) ? throw new ArgumentException(
        $"A {type} does not fit into a queue of {LaneBytesFor(options)} bytes for each writer, whose messages have {QueueMemory.MostMessageBytesOf(LaneBytesFor(options))} at most. Ask for more Capacity.",
        nameof(options)) : new(
        RegionKind.Queue,
        type.Hash,
        QueueMemory.SizeFor(RegionHeader.BodyOffsetFor(options.MaxParticipants), options.MaxParticipants, HandsFor(options), options.MaxWriters, LaneBytesFor(options), options.Frames));

    /// <summary>Writes a new body.</summary>
    public static void Fill(MapView view, long body, QueueOptions options, MessageType type)
    {
        var name = view.AsSpan(body + QueueLayout.TypeOffset, QueueLayout.MostTypeBytes);
        view.At<QueueLayout>(body) = new QueueLayout
        {
            LaneCount = options.MaxWriters,
            HandCount = HandsFor(options),
            LaneBytes = LaneBytesFor(options),
            FullMode = (int)options.FullMode,
            Flags = (options.SingleReader ? QueueLayout.OneReader : 0) | (options.SingleWriter ? QueueLayout.OneWriter : 0),
            TypeLength = Encoding.UTF8.GetByteCount(type.Name),
            TypeSize = type.Size,
            FrameCount = options.Frames.Count,
            FrameBytes = options.Frames.Bytes,
        };
        _ = Encoding.UTF8.GetBytes(type.Name, name);
        var lanes = QueueMemory.LanesOffset(body, options.MaxParticipants, HandsFor(options));
        for (var lane = 0; lane < options.MaxWriters; lane++)
        {
            view.At<LaneLayout>(lanes + ((long)lane * LaneLayout.LaneSize)).Head = LaneHead.Of(0, LaneHead.NoHand);
        }
    }

    private static int HandsFor(QueueOptions options) => options.MaxParticipants + options.MaxLeases;

    private static long LaneBytesFor(QueueOptions options) =>
        QueueMemory.LaneBytesFor(options.Capacity);
}
