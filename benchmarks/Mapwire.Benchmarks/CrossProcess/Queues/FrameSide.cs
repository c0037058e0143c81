using Mapwire.Benchmarks.CrossProcess.Locks;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What one process of a run with frames does; trips are those of messages, one way each frame is filled and summed in place.</summary>
internal static class FrameSide
{
    // While one is filled the other is read, and both stay in the cache.
    private const int Frames = 2;

    public static Figures RunTrips(QueueJob job, Action awaitGo)
    {
        using var meeting = new Meeting(job.Name, Processors.OfAPair);
        var options = Options(job, job.FrameBytes);
        if (job.Role == QueueRole.FrameAsker)
        {
            using var there = FramePublisher<long>.CreateOrOpen(job.Name + "-there", out _, options);
            using var back = FrameSubscriber<long>.CreateOrOpen(job.Name + "-back", out _, options);
            awaitGo();
            return new TripRun(meeting, new Asking<FrameOutlet, FrameInlet>(new(there), new(back), job.Size), job).Lead();
        }

        using var questions = FrameSubscriber<long>.CreateOrOpen(job.Name + "-there", out _, options);
        using var answers = FramePublisher<long>.CreateOrOpen(job.Name + "-back", out _, options);
        awaitGo();
        return new FlowRun(meeting, new Answering<FrameInlet, FrameOutlet>(new(questions), new(answers), job.Size), job).Follow();
    }

    public static Figures RunFlow(QueueJob job, Action awaitGo)
    {
        using var meeting = new Meeting(job.Name, Processors.OfAPair);
        var options = Options(job, job.Size);
        if (job.Role == QueueRole.FrameWriter)
        {
            using var publisher = FramePublisher<long>.CreateOrOpen(job.Name, out _, options);
            awaitGo();
            return new FlowRun(meeting, new FrameFilling(publisher), job).Lead();
        }

        using var subscriber = FrameSubscriber<long>.CreateOrOpen(job.Name, out _, options);
        awaitGo();
        return new FlowRun(meeting, new FrameSumming(subscriber), job).Follow();
    }

    private static FrameOptions Options(QueueJob job, int bytes)
    {
        var waiting = job.Queue.Waiting ?? new FrameOptions().Waiting;
        return new FrameOptions { FrameBytes = bytes, FrameCount = Frames, MaxPublishers = 1, MaxParticipants = 4, Waiting = waiting };
    }
}
