using System.Diagnostics;
using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>From one process to the other, one at a time: how long it takes from the moment that it is given until the other has it, by the clock that both have.</summary>
internal sealed class HandoffRun(Meeting meeting, QueueJob job)
{
    private const int Warming = 4096;

    // So long the other has to look again: what is measured begins when it does.
    private const int Pauses = 50;

    /// <summary>Gives so many, each when the one before was let go of.</summary>
    /// <param name="give">Gives one, with the time.</param>
    public Figures Lead(Action give)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < FlowRun.WarmUp;)
        {
            Heat(give, Warming);
        }

        Heat(give, job.Count);
        meeting.Target = 0;
        meeting.Meet();
        return [];
    }

    /// <summary>Takes them.</summary>
    /// <param name="takeAll">Takes one for each place, writes there how long it took, and says after each that it was let go of.</param>
    public Figures Follow(Action<long[]> takeAll)
    {
        long[] samples = [];
        while (true)
        {
            meeting.Meet();
            var count = meeting.Target;
            if (count == 0)
            {
                return Told(samples);
            }

            samples = new long[count];
            takeAll(samples);
            meeting.Meet();
        }
    }

    /// <summary>Says that what was taken last was let go of.</summary>
    public void SayDone() => Volatile.Write(ref meeting.Done, meeting.Done + 1);

    private static Figures Told(long[] samples)
    {
        var perTick = 1e9 / Stopwatch.Frequency;
        Array.Sort(samples);
        return new Figures
        {
            [Figures.Mean] = samples.Average() * perTick,
            [Figures.Median] = samples[samples.Length / 2] * perTick,
            [Figures.Percentile99] = samples[samples.Length * 99L / 100] * perTick,
        };
    }

    private void Heat(Action give, long count)
    {
        meeting.Target = count;
        var done = meeting.Done;
        meeting.Meet();
        for (var i = 0; i < count; i++)
        {
            Thread.SpinWait(Pauses);
            give();
            done++;
            while (Volatile.Read(ref meeting.Done) != done)
            {
                Thread.SpinWait(1);
            }
        }

        meeting.Meet();
    }
}
