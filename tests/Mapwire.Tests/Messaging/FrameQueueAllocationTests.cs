using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Nothing that is done again and again with frames of a queue allocates.</summary>
[Collection(Alone.Name)]
public class FrameQueueAllocationTests
{
    [Theory]
    [InlineData(QueueFullMode.Wait)]
    [InlineData(QueueFullMode.DropOldest)]
    public void Frames_of_a_queue_allocate_nothing(QueueFullMode mode)
    {
        using var writer = FrameQueueWriter.Create(UniqueName.Local(), FrameQueues.Of(mode));
        using var reader = FrameQueueReader.Open(writer.Name);
        NoAllocation.Hold(() =>
        {
            for (var i = 0; i < 6 && writer.TryLease(out var lease); i++)
            {
                lease.Span[0] = 1;
                lease.Publish(new FrameInfo { Width = 10 }, 100);
            }

            _ = writer.TryWrite([1], default);
            if (reader.TryRead(out var first))
            {
                first.GiveBack();
            }

            while (reader.TryRead(out var frame))
            {
                using (frame)
                {
                    _ = frame.Span.Length;
                }
            }

            _ = reader.WaitToRead(TimeSpan.Zero);
            _ = reader.TryRead(TimeSpan.Zero, out _);
        });
    }
}
