using System.Diagnostics;
using System.Globalization;
using Mapwire.Platform;

namespace Mapwire.Peer;

/// <summary>Verbs of one who takes part in a region, and of one who has locks by their own names.</summary>
internal sealed class RegionVerbs : IDisposable
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(120);
    private readonly Dictionary<string, Waitable> _locks = [];

    private SharedRegion? _region;
    private Task<string>? _wait;

    /// <summary>The answer; null for words that are none of these verbs.</summary>
    public string? Do(string[] words) => words switch
    {
        ["join", var name] => Join(name),
        ["join-forgotten", var name] => Forget(name),
        ["leave"] => Leave(),
        ["open-lock", var kind, var name, var count] => Keep(name, kind, InRegion(kind, name, Number(count))),
        ["open-own", var kind, var name, var count] => Keep(name, kind, ByName(kind, name, Number(count))),
        ["acquire", var name] => _locks[name].Acquire(default),
        ["acquire", var name, var milliseconds] => _locks[name].Acquire(TimeSpan.FromMilliseconds(Number(milliseconds))),
        ["release", var name] => Release(name),
        ["begin", var name] => Begin(() => Task.Factory.StartNew(() => _locks[name].Acquire(_watchdog), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ["begin-async", var name] => Begin(_locks[name].AcquireAsync),
        ["ended"] => Ended(),
        ["without", var what] => Without(what),
        ["collect"] => Collect(),
        ["step", var name, var step] => LockSteps.Take(_region!, name, step),
        ["stress", var name, var process, var seed] => Stress.Worker.Run(name, Number(process), Number(seed)),
        ["slot", var step, var slot] => SlotSteps.Take(_region!.Region, step, Number(slot)),
        _ => null,
    };

    public void Dispose()
    {
        foreach (var one in _locks.Values)
        {
            one.Lock.Dispose();
        }

        _region?.Dispose();
    }

    // Says the slot.
    private string Join(string name)
    {
        _region = SharedRegion.Open(name, new RegionOptions { Waiting = WaitStrategy.Park });
        return Text(_region.Region.Slot);
    }

    // Disposed by nobody.
    private static string Forget(string name) => SharedMutex.CreateOrOpen(SharedRegion.Open(name), "mutex").TryAcquire(out _) ? "held" : "busy";


    private static string Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return "collected";
    }

    // As an older kernel, in all of this process.
    private static string Without(string what)
    {
        if (OperatingSystem.IsWindows())
        {
            return "windows";
        }

        PeerWatch.WithoutDescriptors |= what == "descriptors";
        Futex.OneWordOnly |= what == "several words";
        return what;
    }

    private string Leave()
    {
        _region!.Dispose();
        _locks.Clear();
        _region = null;
        return "left";
    }

    private string Keep(string name, string kind, Waitable[] made)
    {
        _locks[name] = made[0];
        if (made.Length > 1)
        {
            _locks[name + ":read"] = made[1];
        }

        return kind;
    }

    private Waitable[] InRegion(string kind, string name, int count) => kind switch
    {
        "mutex" => [Waitable.Of(SharedMutex.CreateOrOpen(_region!, name))],
        "semaphore" => [Waitable.Of(SharedSemaphore.CreateOrOpen(_region!, name, count))],
        "manual" => [Waitable.Of(SharedEvent.CreateOrOpen(_region!, name, EventResetMode.ManualReset))],
        "auto" => [Waitable.Of(SharedEvent.CreateOrOpen(_region!, name, EventResetMode.AutoReset))],
        "barrier" => [Waitable.Of(SharedBarrier.CreateOrOpen(_region!, name, count))],
        "once" => [Waitable.Of(SharedOnce.CreateOrOpen(_region!, name))],
        "both" => Both(SharedReaderWriterLock.CreateOrOpen(_region!, name)),
        _ => throw new ArgumentException($"No kind '{kind}'."),
    };

    private static Waitable[] ByName(string kind, string name, int count) => kind switch
    {
        "mutex" => [Waitable.Of(SharedMutex.CreateOrOpen(name))],
        "semaphore" => [Waitable.Of(SharedSemaphore.CreateOrOpen(name, count))],
        "manual" => [Waitable.Of(SharedEvent.CreateOrOpen(name, EventResetMode.ManualReset))],
        "auto" => [Waitable.Of(SharedEvent.CreateOrOpen(name, EventResetMode.AutoReset))],
        "barrier" => [Waitable.Of(SharedBarrier.CreateOrOpen(name, count))],
        "once" => [Waitable.Of(SharedOnce.CreateOrOpen(name))],
        "both" => Both(SharedReaderWriterLock.CreateOrOpen(name)),
        _ => throw new ArgumentException($"No kind '{kind}'."),
    };

    private static Waitable[] Both(SharedReaderWriterLock both) => [Waitable.OfWriter(both), Waitable.OfReader(both)];

    private string Release(string name)
    {
        _locks[name].Release();
        return "released";
    }

    private string Begin(Func<Task<string>> wait)
    {
        _wait = Stamped(wait());
        return "begun";
    }

    // When it ended, by the clock that all processes of the machine share.
    private static async Task<string> Stamped(Task<string> wait)
    {
        var outcome = await wait.ConfigureAwait(false);
        return $"{outcome}\t{Stopwatch.GetTimestamp()}";
    }

    private string Ended() => _wait!.Wait(_watchdog) ? _wait.Result : throw new InvalidOperationException("The wait did not end.");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
