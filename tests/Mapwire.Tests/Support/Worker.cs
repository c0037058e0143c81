using System.Runtime.ExceptionServices;
using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>A thread of a test: it ends under a watchdog, and its exception becomes the test's.</summary>
internal sealed class Worker
{
    public static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);
    private readonly Thread _thread;
    private Exception? _failure;

    private Worker(Action work, string name) => _thread = new Thread(() => _failure = Record.Exception(work)) { IsBackground = true, Name = name };

    public bool HasEnded => !_thread.IsAlive;

    public static Worker Start(Action work, string name = "test")
    {
        var worker = new Worker(work, name);
        worker._thread.Start();
        return worker;
    }

    /// <summary>Runs the same at once on several threads, and waits for them.</summary>
    public static void All(int count, Action<int> work)
    {
        using var together = new Barrier(count);
        var workers = Enumerable.Range(0, count).Select(i => Start(() =>
        {
            _ = together.SignalAndWait(Watchdog);
            work(i);
        })).ToList();
        workers.ForEach(worker => worker.Join());
    }

    public void Join()
    {
        if (Failure() is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Waits for its end; what it ended with, or null.</summary>
    public Exception? Failure()
    {
        Assert.True(_thread.Join(Watchdog), $"The thread '{_thread.Name}' did not end.");
        return _failure;
    }
}
