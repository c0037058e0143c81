using System.Text.Json;
using Mapwire.Benchmarks.CrossProcess.Locks;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>This program as a child of itself: says that it is ready, waits for the word, and says what it has measured.</summary>
/// <remarks>It ends when who started it does, whatever it is waiting for.</remarks>
internal static class QueueSide
{
    public const string Verb = "queue-side";

    public static void Run(QueueJob job)
    {
        if (job.Processor is { } processor)
        {
            Processors.Pin(processor);
        }

        var figures = job.Role switch
        {
            QueueRole.Asker or QueueRole.Answerer => RunTrips(job),
            QueueRole.Writer or QueueRole.Reader => RunBytes(job),
            QueueRole.TopicAsker or QueueRole.TopicAnswerer => TopicSide.RunTrips(job, AwaitGo),
            QueueRole.Publisher or QueueRole.Subscriber => TopicSide.RunBytes(job, AwaitGo),
            QueueRole.ValuePublisher or QueueRole.ValueSubscriber => TopicSide.RunValues<Message64>(job, AwaitGo),
            QueueRole.FrameAsker or QueueRole.FrameAnswerer => FrameSide.RunTrips(job, AwaitGo),
            QueueRole.FrameWriter or QueueRole.FrameReader => FrameSide.RunFlow(job, AwaitGo),
            QueueRole.Giver or QueueRole.Taker => HandoffSide.Run(job, AwaitGo),
            QueueRole.CrowdWriter or QueueRole.CrowdReader => RunCrowd(job),
            QueueRole.IdleWriter or QueueRole.IdleReader or QueueRole.IdleEvent => RunIdle(job),
            _ => job.Size switch
            {
                sizeof(long) => RunValues<long>(job),
                Message64.Words * sizeof(long) => RunValues<Message64>(job),
                Message1024.Words * sizeof(long) => RunValues<Message1024>(job),
                _ => throw new NotSupportedException($"There is no value of {job.Size} bytes."),
            },
        };
        Console.WriteLine(JsonSerializer.Serialize<Dictionary<string, double>>(figures));
    }

    private static Figures RunTrips(QueueJob job)
    {
        using var meeting = new Meeting(job.Name, Processors.OfAPair);
        var options = job.Queue.Options();
        if (job.Role == QueueRole.Asker)
        {
            using var there = QueueWriter.CreateOrOpen(job.Name + "-there", out _, options);
            using var back = QueueReader.CreateOrOpen(job.Name + "-back", out _, options);
            AwaitGo();
            return new TripRun(meeting, new Asking<QueueOutlet, QueueInlet>(new(there), new(back), job.Size), job).Lead();
        }

        using var questions = QueueReader.CreateOrOpen(job.Name + "-there", out _, options);
        using var answers = QueueWriter.CreateOrOpen(job.Name + "-back", out _, options);
        AwaitGo();
        return new FlowRun(meeting, new Answering<QueueInlet, QueueOutlet>(new(questions), new(answers), job.Size), job).Follow();
    }

    private static Figures RunBytes(QueueJob job)
    {
        using var meeting = new Meeting(job.Name, Processors.OfAPair);
        if (job.Role == QueueRole.Writer)
        {
            using var writer = QueueWriter.CreateOrOpen(job.Name, out _, job.Queue.Options());
            AwaitGo();
            return new FlowRun(meeting, new BytesWriting<QueueOutlet>(new(writer), job.Size, job.Number), job).Lead();
        }

        using var reader = QueueReader.CreateOrOpen(job.Name, out _, job.Queue.Options());
        AwaitGo();
        return new FlowRun(meeting, new BytesReading<QueueInlet>(new(reader), job.Size), job).Follow();
    }

    private static Figures RunValues<T>(QueueJob job)
        where T : unmanaged
    {
        using var meeting = new Meeting(job.Name, Processors.OfAPair);
        if (job.Role is QueueRole.ValueWriter or QueueRole.BatchWriter)
        {
            using var writer = QueueWriter<T>.CreateOrOpen(job.Name, out _, job.Queue.Options());
            AwaitGo();
            return new FlowRun(meeting, new ValuesWriting<T, QueueOutlet<T>>(new(writer), job.Role == QueueRole.BatchWriter), job).Lead();
        }

        using var reader = QueueReader<T>.CreateOrOpen(job.Name, out _, job.Queue.Options());
        AwaitGo();
        return new FlowRun(meeting, new ValuesReading<T, QueueInlet<T>>(new(reader), job.Role == QueueRole.BatchReader), job).Follow();
    }

    private static Figures RunCrowd(QueueJob job)
    {
        using var meeting = new Meeting(job.Name, job.Writers + job.Readers);
        var names = Enumerable.Range(0, CrowdRun.Queues).Select(at => $"{job.Name}-{at}");
        var run = new CrowdRun(meeting, job);
        if (job.Role == QueueRole.CrowdWriter)
        {
            var writers = names.Select(name => QueueWriter.CreateOrOpen(name, out _, job.Queue.Options())).ToList();
            AwaitGo();
            var written = run.Write(writers);
            writers.ForEach(writer => writer.Dispose());
            return written;
        }

        var readers = names.Select(name => QueueReader.CreateOrOpen(name, out _, job.Queue.Options())).ToList();
        AwaitGo();
        var read = run.Read(readers);
        readers.ForEach(reader => reader.Dispose());
        return read;
    }

    private static Figures RunIdle(QueueJob job)
    {
        switch (job.Role)
        {
            case QueueRole.IdleWriter:
                using (var writer = QueueWriter.CreateOrOpen(job.Name + "-full", out _, job.Queue.Options()))
                {
                    AwaitGo();
                    return IdleRun.Write(writer, job.Size);
                }

            case QueueRole.IdleReader:
                using (var reader = QueueReader.CreateOrOpen(job.Name + "-empty", out _, job.Queue.Options()))
                {
                    AwaitGo();
                    return IdleRun.Read(reader);
                }

            default:
                AwaitGo();
                return IdleRun.Wait();
        }
    }

    private static void AwaitGo()
    {
        Console.WriteLine(Side.Ready);
        if (Console.ReadLine() != Side.Go)
        {
            throw new InvalidOperationException("Nobody said go.");
        }

        new Thread(EndWithParent) { IsBackground = true, Name = "parent" }.Start();
    }

    private static void EndWithParent()
    {
        while (Console.ReadLine() is not null)
        {
        }

        Environment.Exit((int)ExitCode.Failed);
    }
}
