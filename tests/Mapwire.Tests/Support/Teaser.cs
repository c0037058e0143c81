using System.Diagnostics;

namespace Mapwire.Tests.Support;

/// <summary>Stops processes for an instant at random moments, so that each is now and then caught between any two of its steps.</summary>
internal sealed class Teaser : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isDone;

    private Teaser(int[] processes, int seed) => _thread = new Thread(() => Run(processes, new Random(seed)));

    public static Teaser? Start(int[] processes, int seed)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var teaser = new Teaser(processes, seed);
        teaser._thread.Start();
        return teaser;
    }

    public void Dispose()
    {
        _isDone = true;
        _thread.Join();
    }

    private void Run(int[] processes, Random random)
    {
        while (!_isDone)
        {
            var process = processes[random.Next(processes.Length)];
            Signals.Stop(process);
            Spin(random.Next(400));
            Signals.Continue(process);
            Spin(random.Next(200));
        }
    }

    private static void Spin(int microseconds)
    {
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalMicroseconds < microseconds)
        {
            Thread.Yield();
        }
    }
}
