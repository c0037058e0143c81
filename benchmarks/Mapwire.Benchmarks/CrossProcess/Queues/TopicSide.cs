using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What one process of a run with topics does; the loops are those of queues.</summary>
internal static class TopicSide
{
    public static Figures RunTrips(QueueJob job, Action awaitGo)
    {
        using var meeting = new Meeting(job.Name, job.Writers + job.Readers);
        var options = job.Queue.TopicOptions();
        if (job.Role == QueueRole.TopicAsker)
        {
            using var there = Publisher.CreateOrOpen(job.Name + "-there", out _, options);
            using var back = Subscriber.CreateOrOpen(job.Name + "-back", out _, options);
            awaitGo();
            return new TripRun(meeting, new Asking<TopicOutlet, TopicInlet>(new(there), new(back), job.Size), job).Lead();
        }

        using var questions = Subscriber.CreateOrOpen(job.Name + "-there", out _, options);
        using var answers = Publisher.CreateOrOpen(job.Name + "-back", out _, options);
        awaitGo();
        return new FlowRun(meeting, new Answering<TopicInlet, TopicOutlet>(new(questions), new(answers), job.Size), job).Follow();
    }

    public static Figures RunBytes(QueueJob job, Action awaitGo)
    {
        using var meeting = new Meeting(job.Name, job.Writers + job.Readers);
        if (job.Role == QueueRole.Publisher)
        {
            using var publisher = Publisher.CreateOrOpen(job.Name, out _, job.Queue.TopicOptions());
            awaitGo();
            return new FlowRun(meeting, new BytesWriting<TopicOutlet>(new(publisher), job.Size, job.Number), job).Lead();
        }

        using var subscriber = Subscriber.CreateOrOpen(job.Name, out _, job.Queue.TopicOptions());
        awaitGo();
        return new FlowRun(meeting, new BytesReading<TopicInlet>(new(subscriber), job.Size), job).Follow();
    }

    public static Figures RunValues<T>(QueueJob job, Action awaitGo)
        where T : unmanaged
    {
        using var meeting = new Meeting(job.Name, job.Writers + job.Readers);
        if (job.Role == QueueRole.ValuePublisher)
        {
            using var publisher = Publisher<T>.CreateOrOpen(job.Name, out _, job.Queue.TopicOptions());
            awaitGo();
            return new FlowRun(meeting, new ValuesWriting<T, TopicOutlet<T>>(new(publisher), false), job).Lead();
        }

        using var subscriber = Subscriber<T>.CreateOrOpen(job.Name, out _, job.Queue.TopicOptions(job.MayLose));
        awaitGo();
        IBlocks reading = job.MayLose ? new ValuesFollowing<T, TopicInlet<T>>(new(subscriber)) : new ValuesReading<T, TopicInlet<T>>(new(subscriber), false);
        return new FlowRun(meeting, reading, job).Follow();
    }
}
