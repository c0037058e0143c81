using System.Buffers.Binary;
using System.Diagnostics;
using Mapwire.Benchmarks.CrossProcess.Locks;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What one process of a run does that hands over messages, or frames that were leased before; both are read where they lie.</summary>
internal static class HandoffSide
{
    private const int Frames = 4;

    public static Figures Run(QueueJob job, Action awaitGo)
    {
        using var meeting = new Meeting(job.Name, Processors.OfAPair);
        var run = new HandoffRun(meeting, job);
        return job.FrameBytes > 0 ? OfFrames(job, run, awaitGo) : OfMessages(job, run, awaitGo);
    }

    private static Figures OfMessages(QueueJob job, HandoffRun run, Action awaitGo)
    {
        if (job.Role == QueueRole.Giver)
        {
            using var publisher = Publisher.CreateOrOpen(job.Name, out _, job.Queue.TopicOptions());
            awaitGo();
            var message = new byte[job.Size];
            return run.Lead(() =>
            {
                BinaryPrimitives.WriteInt64LittleEndian(message, Stopwatch.GetTimestamp());
                publisher.Publish(message);
            });
        }

        using var subscriber = Subscriber.CreateOrOpen(job.Name, out _, job.Queue.TopicOptions());
        awaitGo();
        return run.Follow(samples =>
        {
            foreach (ref var sample in samples.AsSpan())
            {
                var message = subscriber.Read();
                sample = Stopwatch.GetTimestamp() - BinaryPrimitives.ReadInt64LittleEndian(message.Span);
                run.SayDone();
            }
        });
    }

    private static Figures OfFrames(QueueJob job, HandoffRun run, Action awaitGo)
    {
        var options = new FrameOptions { FrameBytes = job.FrameBytes, FrameCount = Frames, MaxPublishers = 1, MaxParticipants = 4, Waiting = job.Queue.Waiting!.Value };
        if (job.Role == QueueRole.Giver)
        {
            using var publisher = FramePublisher<long>.CreateOrOpen(job.Name, out _, options);
            awaitGo();
            var lease = publisher.Lease();
            return run.Lead(() =>
            {
                lease.Publish(Stopwatch.GetTimestamp());
                lease = publisher.Lease();
            });
        }

        using var subscriber = FrameSubscriber<long>.CreateOrOpen(job.Name, out _, options);
        awaitGo();
        return run.Follow(samples =>
        {
            foreach (ref var sample in samples.AsSpan())
            {
                using (var frame = subscriber.Read())
                {
                    sample = Stopwatch.GetTimestamp() - frame.Metadata;
                }

                run.SayDone();
            }
        });
    }
}
