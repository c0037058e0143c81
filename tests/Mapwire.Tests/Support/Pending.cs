using System.Diagnostics;

namespace Mapwire.Tests.Support;

/// <summary>A wait on a thread of its own, and when it ended.</summary>
internal sealed class Pending<T>
{
    private readonly Task<(T Value, long At)> _task;

    public Pending(Func<T> wait) => _task = Task.Factory.StartNew(
        () => (wait(), Stopwatch.GetTimestamp()), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public bool IsOver => _task.IsCompleted;

    public (T Value, long At) End() => _task.Wait(Wait.Watchdog + Wait.Watchdog) ? _task.Result : throw new TimeoutException("A wait did not end.");
}
