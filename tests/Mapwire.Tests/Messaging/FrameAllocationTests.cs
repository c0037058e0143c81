using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Nothing that is done again and again with frames allocates.</summary>
[Collection(Alone.Name)]
public class FrameAllocationTests
{
    [Theory]
    [InlineData(SubscriberPolicy.Block)]
    [InlineData(SubscriberPolicy.DropOldest)]
    public void Frames_allocate_nothing(SubscriberPolicy policy)
    {
        using var publisher = FramePublisher.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber.Open(publisher.Name, Frames.As(policy));
        NoAllocation.Hold(() =>
        {
            if (publisher.TryLease(out var lease))
            {
                lease.Span[0] = 1;
                lease.Publish(new FrameInfo { Width = 10 }, 100);
            }

            if (publisher.TryLease(TimeSpan.Zero, out lease))
            {
                lease.Dispose();
            }

            _ = publisher.TryPublish([1], default);
            while (subscriber.TryRead(out var frame))
            {
                using (frame)
                {
                    _ = frame.Span.Length;
                }
            }

            _ = subscriber.WaitToRead(TimeSpan.Zero);
        });

        // In vain.
        using var slow = FrameSubscriber.Open(publisher.Name);
        while (publisher.TryPublish([1], default))
        {
        }

        NoAllocation.Hold(() => _ = publisher.TryLease(out _));
    }
}
