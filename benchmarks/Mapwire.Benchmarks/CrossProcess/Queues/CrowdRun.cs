using System.Diagnostics;
using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Several writers and readers: a queue that warms up and another that counts, each completed by the writer that is done last.</summary>
internal sealed class CrowdRun(Meeting meeting, QueueJob job)
{
    public const int Queues = 2;

    private readonly int _block = Blocks.SizeFor(job.Size);

    public Figures Write(IReadOnlyList<QueueWriter> writers)
    {
        meeting.Meet();
        var warmUp = new BytesWriting<QueueOutlet>(new(writers[0]), job.Size, job.Number);
        long from = 0;
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < FlowRun.WarmUp; from += _block)
        {
            warmUp.Pass(from, _block);
        }

        Finish(writers[0], 1);
        meeting.Meet();
        var counted = new BytesWriting<QueueOutlet>(new(writers[1]), job.Size, job.Number);
        var count = Blocks.Whole(job.Count, _block);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        Blocks.PassAll(counted, count, _block);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Finish(writers[1], 2);
        meeting.Meet();
        var took = Stopwatch.GetElapsedTime(started);
        var figures = new Figures { [QueueFigures.Allocated] = allocated };
        if (job.Number == 0)
        {
            var total = count * job.Writers;
            figures[QueueFigures.MillionsASecond] = total / took.TotalMicroseconds;
            if (meeting.Taken != total)
            {
                throw new InvalidOperationException($"{total} messages were written, and {meeting.Taken} read.");
            }
        }

        return figures;
    }

    public Figures Read(IReadOnlyList<QueueReader> readers)
    {
        var warmUp = new CrowdReading(readers[0], job.Size, job.Writers);
        var counted = new CrowdReading(readers[1], job.Size, job.Writers);
        meeting.Meet();
        while (warmUp.TryPass(_block))
        {
        }

        meeting.Meet();
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (counted.TryPass(_block))
        {
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _ = Interlocked.Add(ref meeting.Taken, counted.Taken);
        meeting.Meet();
        return new Figures { [QueueFigures.Allocated] = allocated };
    }

    private void Finish(QueueWriter writer, int heats)
    {
        if (Interlocked.Increment(ref meeting.Done) == heats * job.Writers)
        {
            _ = writer.Complete();
        }
    }
}
