using System.Text;

namespace Mapwire;

/// <summary>How large new latest values are, and what they begin with.</summary>
internal static class LatestBody
{
    /// <exception cref="ArgumentException">The type is too large.</exception>
    public static RegionShape ShapeOf(LatestOptions options, MessageType type) => type.Size > LatestMemory.MostBytes
        ? throw new ArgumentException($"A {type} is larger than a value may be, which has {LatestMemory.MostBytes} bytes at most.", nameof(type))
        : new(RegionKind.Latest, type.Hash, LatestMemory.SizeFor(options.MaxParticipants, CapacityFor(options, type)));

    /// <summary>Writes a new body.</summary>
    public static void Fill(MapView view, long body, LatestOptions options, MessageType type)
    {
        view.At<LatestLayout>(body) = new LatestLayout
        {
            BufferCount = LatestMemory.Buffers,
            TypeLength = Encoding.UTF8.GetByteCount(type.Name),
            TypeSize = type.Size,
            Capacity = CapacityFor(options, type),
        };
        _ = Encoding.UTF8.GetBytes(type.Name, view.AsSpan(body + LatestLayout.TypeOffset, QueueLayout.MostTypeBytes));
    }

    private static int CapacityFor(LatestOptions options, MessageType type) => type.Size == 0 ? options.Capacity : type.Size;
}
