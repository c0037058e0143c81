using System.Buffers.Binary;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Fills every byte of frame after frame in place, as the C program does it.</summary>
internal sealed class FrameFilling(FramePublisher<long> publisher) : IBlocks
{
    public void Pass(long from, int count)
    {
        for (var at = from; at < from + count; at++)
        {
            var lease = publisher.Lease();
            var bytes = lease.Span;
            bytes.Fill((byte)at);
            BinaryPrimitives.WriteInt64LittleEndian(bytes, at);
            lease.Publish(at);
        }
    }
}
